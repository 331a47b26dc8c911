package io.foyer.platform.web;

import io.vertx.core.Future;

/** One operation of the contract, as a feature serves it. */
@FunctionalInterface
public interface Operation {
  /** Answers a call that the contract found valid; fails with a problem where it cannot. */
  Future<OperationResponse> serve(OperationRequest call);
}

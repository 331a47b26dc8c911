package io.foyer.platform.web;

import io.vertx.core.Future;

/** Handler of one operation of the contract. */
@FunctionalInterface
public interface Operation {
  /** Handles a validated request; fails with a problem. */
  Future<OperationResponse> serve(OperationRequest call);
}

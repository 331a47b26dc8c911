package io.foyer.platform.web;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/** Decides who may use the API. */
public interface Gate {
  /** The caller, or a failure with {@code Problem.Denied}; looks at headers only. */
  Future<Caller> admit(HttpServerRequest request);
}

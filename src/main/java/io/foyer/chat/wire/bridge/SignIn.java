package io.foyer.chat.wire.bridge;

import io.foyer.platform.web.Caller;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Finds out who is at the other end. */
public interface SignIn {
  /** Whether a page of ours asks, or no page: another one is sent away at every door. */
  boolean welcome(HttpServerRequest request);

  /**
   * Whom a request names by our cookie, if a page of ours sent it, by a ticket or a bearer token.
   *
   * @return empty where it names nobody, or nobody that we know
   */
  Future<Optional<Caller>> request(HttpServerRequest request);

  /** Whom a token names that came in a message; fails with {@code Denied}. */
  Future<Caller> token(String token);
}

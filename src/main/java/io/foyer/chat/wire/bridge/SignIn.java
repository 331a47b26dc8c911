package io.foyer.chat.wire.bridge;

import io.foyer.chat.wire.plain.OpenSockets;
import io.foyer.chat.wire.plain.SocketGate.Known;
import io.foyer.platform.config.Secret;
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
   * @return empty where it names nobody
   */
  Future<Optional<Known>> request(HttpServerRequest request);

  /** Whom a token names that came in a message; fails with {@code Denied}. */
  Future<Known> token(String token);

  /** The same caller, if as far as this node knows his log-in goes on. */
  Future<Caller> still(Caller caller);

  /** Asks again for a token whose end nobody tells of. */
  void lookAgain(Secret token, OpenSockets.Guest guest);
}

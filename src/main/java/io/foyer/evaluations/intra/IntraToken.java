package io.foyer.evaluations.intra;

import io.foyer.evaluations.intra.IntraFailure.Unavailable;
import io.foyer.evaluations.intra.IntraWire.Request;
import io.foyer.platform.http.OutboundHttp.Answer;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches and caches the application's access token (OAuth 2.0 client credentials, RFC 6749, 4.4).
 * Concurrent calls share one token request; each waits no longer than its own deadline.
 */
final class IntraToken {
  private static final Logger log = LoggerFactory.getLogger(IntraToken.class);

  private final IntraWire wire;
  private final IntraConfig config;
  private final InstantSource clock;

  /** The token, or its renewal under way. Guarded by this. */
  private Future<Token> held = Future.failedFuture("never asked for");

  IntraToken(IntraWire wire, IntraConfig config, InstantSource clock) {
    this.wire = wire;
    this.config = config;
    this.clock = clock;
  }

  /** A token that is good for now. */
  Future<Token> current(Deadline deadline) {
    return deadline.limit(shared());
  }

  /** Invalidates this token, and only this one: another call may have renewed it meanwhile. */
  synchronized void invalidate(Token refused) {
    if (held.succeeded() && held.result().authorization().equals(refused.authorization())) {
      held = Future.failedFuture("refused");
    }
  }

  private synchronized Future<Token> shared() {
    boolean spent = held.succeeded() && !clock.instant().isBefore(held.result().renewAt());
    if (held.failed() || spent) {
      held = renew();
    }
    return held;
  }

  private Future<Token> renew() {
    JsonObject body =
        new JsonObject()
            .put("grant_type", "client_credentials")
            .put("client_id", config.appId())
            .put("client_secret", config.appSecret().reveal());
    Map<String, String> headers = Map.of("Content-Type", "application/json");
    return wire.send(
            new Request(HttpMethod.POST, "oauth/token", headers, body.toBuffer()),
            Deadline.in(config.callTimeout()))
        .map(this::read);
  }

  private Token read(Answer answer) {
    if (!answer.ok()) {
      // Transient for the work that waits: it must not be given up because of a wrong setting.
      log.atError()
          .addKeyValue("status", answer.status())
          .log("Intranet rejects the application's id and secret");
      throw new Unavailable("the intranet gave no token, status " + answer.status());
    }
    return Token.parse(Json.object(answer.body()), clock.instant());
  }
}

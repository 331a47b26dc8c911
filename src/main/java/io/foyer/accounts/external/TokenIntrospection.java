package io.foyer.accounts.external;

import io.foyer.accounts.ExternalUser;
import io.foyer.platform.Problem;
import io.foyer.platform.http.Circuit;
import io.foyer.platform.http.OutboundFailure;
import io.foyer.platform.http.OutboundHttp;
import io.foyer.platform.http.OutboundHttp.Answer;
import io.foyer.platform.http.OutboundHttp.Call;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Client of {@code GET /v1/accounts/validate}. Valid responses are 200 with an object, 401 and 403;
 * anything else counts as an outage, and after five in a row a circuit breaker fails calls at once
 * for some seconds.
 */
final class TokenIntrospection {
  private static final Logger log = LoggerFactory.getLogger(TokenIntrospection.class);
  private static final String PATH = "/v1/accounts/validate";

  private final OutboundHttp http;
  private final Circuit circuit;
  private final Duration timeout;
  private final Duration retryAfter;

  TokenIntrospection(OutboundHttp http, Circuit circuit, Duration timeout, Duration retryAfter) {
    this.http = http;
    this.circuit = circuit;
    this.timeout = timeout;
    this.retryAfter = retryAfter;
  }

  /**
   * Validates a token and returns its user, if valid; fails with {@code Unavailable} if the server
   * does not respond.
   */
  Future<Optional<ExternalUser>> of(String token) {
    Map<String, String> headers =
        Map.of("Authorization", "Bearer " + token, "Accept", "application/json");
    return circuit
        .through(
            () ->
                http.send(new Call(HttpMethod.GET, PATH, headers, Buffer.buffer(), timeout))
                    .map(TokenIntrospection::read))
        .recover(cause -> Future.failedFuture(unavailable(cause)));
  }

  private static Optional<ExternalUser> read(Answer answer) {
    return switch (answer.status()) {
      case 200 -> ExternalUserJson.read(object(answer.body()));
      case 401, 403 -> Optional.empty();
      default -> throw new WrongAnswer("status " + answer.status());
    };
  }

  private static JsonObject object(Buffer body) {
    try {
      if (Json.decodeValue(body) instanceof JsonObject object) {
        return object;
      }
    } catch (DecodeException e) {
      throw new WrongAnswer("no JSON");
    }
    throw new WrongAnswer("no JSON object");
  }

  private Throwable unavailable(Throwable cause) {
    switch (cause) {
      case OutboundFailure failure -> logUnavailable(failure);
      case WrongAnswer wrong -> logUnavailable(wrong);
      case OpenCircuitException open -> {} // logged when it opened
      default -> {
        return cause;
      }
    }
    return new Problem.Unavailable("The accounts server does not answer.", retryAfter)
        .asException();
  }

  /** Its words name the host and the status, never what was sent. */
  private static void logUnavailable(RuntimeException reason) {
    log.atWarn().addKeyValue("cause", reason.getMessage()).log("Accounts server unavailable");
  }

  /** The server sent an unexpected response. */
  private static final class WrongAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongAnswer(String reason) {
      super(reason, null, false, false);
    }
  }
}

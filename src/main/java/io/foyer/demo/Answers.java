package io.foyer.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the responses of the stand-in servers: JSON or XML, or an injected fault. */
final class Answers {
  private static final Logger log = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  static void json(RoutingContext request, int status, JsonObject body) {
    send(request, status, body.encode());
  }

  static void json(RoutingContext request, int status, JsonArray body) {
    send(request, status, body.encode());
  }

  static void send(RoutingContext request, int status, String body) {
    send(request, status, "application/json; charset=UTF-8", body);
  }

  static void xml(RoutingContext request, String body) {
    send(request, 200, "text/xml;charset=utf-8", body);
  }

  private static void send(RoutingContext request, int status, String type, String body) {
    if (Faults.answerIsLost(request)) {
      cut(request);
      return;
    }
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", type)
        .end(body)
        .onFailure(Answers::gone);
  }

  static void cut(RoutingContext request) {
    request.request().connection().close().onFailure(Answers::gone);
  }

  private static void gone(Throwable cause) {
    log.atDebug().setCause(cause).log("Client disconnected before the response");
  }
}

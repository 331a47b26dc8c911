package io.foyer.platform.web;

import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs failed response writes at debug: a client that disconnects is not an error. */
final class ResponseLog {
  private static final Logger log = LoggerFactory.getLogger(ResponseLog.class);

  private ResponseLog() {}

  static void log(Future<?> written) {
    written.onFailure(
        cause -> log.atDebug().addKeyValue("cause", cause.getMessage()).log("Client disconnected"));
  }
}

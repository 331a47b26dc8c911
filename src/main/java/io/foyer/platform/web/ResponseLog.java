package io.foyer.platform.web;

import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of an answer's way: a caller that hung up is no fault of ours. */
final class ResponseLog {
  private static final Logger log = LoggerFactory.getLogger(ResponseLog.class);

  private ResponseLog() {}

  static void log(Future<?> written) {
    written.onFailure(
        cause -> log.atDebug().addKeyValue("cause", cause.getMessage()).log("caller hung up"));
  }
}

package io.foyer.platform.db;

import io.foyer.platform.Problem;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maps failures of an unreachable database to {@code Unavailable}; other failures stay as they are.
 */
public final class Outage {
  private static final Logger log = LoggerFactory.getLogger(Outage.class);

  /** SQLSTATE class 42: a syntax error or missing permission. A retry does not help. */
  private static final String WRONG_STATEMENT = "42";

  private static final Duration RETRY = Duration.ofSeconds(2);

  private Outage() {}

  /** The same future, with {@code Unavailable} for an outage. */
  public static <T> Future<T> toUnavailable(Future<T> future) {
    return future.recover(cause -> Future.failedFuture(toUnavailable(cause)));
  }

  /** The same failure, or {@code Unavailable} for an outage. */
  public static Throwable toUnavailable(Throwable cause) {
    return outage(cause) ? unavailable(cause) : cause;
  }

  private static boolean outage(Throwable cause) {
    boolean ourFault =
        (cause instanceof RuntimeException && !(cause instanceof VertxException))
            || DatabaseFailure.state(cause).startsWith(WRONG_STATEMENT);
    return !ourFault && DatabaseFailure.of(cause) != DatabaseFailure.DATA;
  }

  private static Throwable unavailable(Throwable cause) {
    log.atDebug().setCause(cause).log("Database unavailable");
    return new Problem.Unavailable("The database is away.", RETRY).asException();
  }
}

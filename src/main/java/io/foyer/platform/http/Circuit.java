package io.foyer.platform.http;

import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Circuit breaker for calls to one remote service: after several failures in a row calls fail at
 * once, until a probe succeeds. Logs when it opens and closes. Calls have their own timeouts.
 */
public final class Circuit {
  private static final Logger log = LoggerFactory.getLogger(Circuit.class);

  private final CircuitBreaker breaker;

  /** The circuit of one remote party. */
  public Circuit(Vertx vertx, String remote, CircuitBreakerOptions options) {
    this.breaker =
        CircuitBreaker.create(remote, vertx, options)
            .openHandler(
                open -> log.atWarn().addKeyValue("remote", remote).log("Circuit breaker opened"))
            .closeHandler(
                closed -> log.atInfo().addKeyValue("remote", remote).log("Circuit breaker closed"));
  }

  /** Opens after five failures in a row, no further apart than a minute; then probes. */
  public static CircuitBreakerOptions options(Duration probeAfter) {
    return new CircuitBreakerOptions()
        .setMaxFailures(5)
        .setFailuresRollingWindow(60_000)
        .setTimeout(-1)
        .setResetTimeout(probeAfter.toMillis());
  }

  /**
   * Makes a call.
   *
   * @return fails as the call does, or at once with {@link
   *     io.vertx.circuitbreaker.OpenCircuitException}
   */
  public <T> Future<T> through(Supplier<Future<T>> call) {
    return breaker.execute(call);
  }

  /** Whether calls are made at all. */
  public boolean closed() {
    return breaker.state() == CircuitBreakerState.CLOSED;
  }
}

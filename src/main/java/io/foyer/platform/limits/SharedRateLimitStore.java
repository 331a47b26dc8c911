package io.foyer.platform.limits;

import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uses the shared rate limit counts, and falls back to this node's own while the shared store is
 * unreachable, slow or failing. No request waits longer than the deadline. After five failures in a
 * row a circuit breaker opens: no request waits until a probe one second later succeeds. The local
 * count continues from the last shared value.
 */
final class SharedRateLimitStore implements RateLimitStore {
  private static final Logger log = LoggerFactory.getLogger(SharedRateLimitStore.class);
  private static final long DEADLINE_MILLIS = 100;
  private static final long PROBE_MILLIS = 1_000;

  private final RateLimitStore shared;
  private final MemoryRateLimitStore own;
  private final CircuitBreaker breaker;
  private final AtomicBoolean alone = new AtomicBoolean();
  private final LongAdder counted = new LongAdder();

  SharedRateLimitStore(Vertx vertx, RateLimitStore shared, MemoryRateLimitStore own) {
    this.shared = shared;
    this.own = own;
    this.breaker =
        CircuitBreaker.create(
                "limits",
                vertx,
                new CircuitBreakerOptions()
                    .setMaxFailures(5)
                    .setTimeout(DEADLINE_MILLIS)
                    .setResetTimeout(PROBE_MILLIS))
            .openHandler(opened -> fallBack())
            .closeHandler(closed -> returnToShared());
  }

  @Override
  public Future<Decision> take(Gcra limit, String key, int cost) {
    return breaker
        .execute(() -> shared.take(limit, key, cost))
        .onSuccess(
            decision -> own.note(key, decision.reset().dividedBy(ChronoUnit.MICROS.getDuration())))
        .recover(
            cause -> {
              counted.increment();
              return own.take(limit, key, cost);
            });
  }

  /** How many requests this node has counted for itself. */
  long countedLocally() {
    return counted.sum();
  }

  private void fallBack() {
    if (!alone.getAndSet(true)) {
      log.atWarn().log("Redis unavailable or slow, rate limits are counted locally");
    }
  }

  private void returnToShared() {
    if (alone.getAndSet(false)) {
      log.atInfo().log("Redis available again, rate limits are shared");
    }
  }
}

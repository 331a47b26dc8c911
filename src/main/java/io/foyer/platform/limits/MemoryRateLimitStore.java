package io.foyer.platform.limits;

import io.vertx.core.Future;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Keeps rate limit counts in this node's memory. Holds a bounded number of keys: expired ones are
 * evicted first, then the least recently used, so that invented keys cannot fill the memory.
 * Thread-safe.
 */
final class MemoryRateLimitStore implements RateLimitStore {
  private static final int MOST = 65_536;

  /** By key, the time at which its debt is paid; least recently used first. */
  private final Map<String, Long> paidAt = new LinkedHashMap<>(64, 0.75f, true);

  private final LongSupplier micros;
  private final int most;

  MemoryRateLimitStore() {
    this(() -> System.nanoTime() / 1_000);
  }

  MemoryRateLimitStore(LongSupplier micros) {
    this(micros, MOST);
  }

  /**
   * With a clock of its own.
   *
   * @param micros a monotonic clock in microseconds
   */
  MemoryRateLimitStore(LongSupplier micros, int most) {
    this.micros = micros;
    this.most = most;
  }

  @Override
  public Future<Decision> take(Gcra limit, String key, int cost) {
    return Future.succeededFuture(decide(limit, key, cost));
  }

  private synchronized Decision decide(Gcra limit, String key, int cost) {
    long now = micros.getAsLong();
    long debt = Math.clamp(paidAt.getOrDefault(key, now) - now, 0, limit.capacity());
    if (!limit.allows(debt, cost)) {
      return limit.decision(false, debt, cost);
    }
    keep(key, now, debt + limit.charge(cost));
    return limit.decision(true, debt + limit.charge(cost), cost);
  }

  /** Takes over what is known from elsewhere, so that a count here goes on from there. */
  synchronized void note(String key, long debt) {
    keep(key, micros.getAsLong(), debt);
  }

  private void keep(String key, long now, long debt) {
    paidAt.put(key, now + debt);
    Iterator<Long> oldest = paidAt.values().iterator();
    while (oldest.hasNext()) {
      boolean paid = oldest.next() - now <= 0;
      if (!paid && paidAt.size() <= most) {
        return;
      }
      oldest.remove();
    }
  }

  synchronized int size() {
    return paidAt.size();
  }
}

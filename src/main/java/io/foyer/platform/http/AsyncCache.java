package io.foyer.platform.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Cache of asynchronous results with a time to live, counted from the start of the load; beyond
 * {@code most} entries the least used are evicted. Concurrent requests for a key share one load,
 * and each completes on its caller's event loop. Failures are not cached. Thread-safe.
 */
public final class AsyncCache<K, V> {
  private final InstantSource clock;
  private final int most;
  private final Function<V, Duration> lifetime;

  /** In the order of their last use. Guarded by this. */
  private final Map<K, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * A memory.
   *
   * @param lifetime how long an answer is kept
   */
  public AsyncCache(InstantSource clock, int most, Function<V, Duration> lifetime) {
    this.clock = clock;
    this.most = most;
    this.lifetime = lifetime;
  }

  private record Entry<V>(Future<V> answer, Instant asked) {}

  /**
   * The answer for a key; fails as the source does.
   *
   * @param source what is asked where nothing is known
   */
  public Future<V> of(K key, Function<K, Future<V>> source) {
    return here(entry(key, source).answer());
  }

  private synchronized Entry<V> entry(K key, Function<K, Future<V>> source) {
    Entry<V> known = entries.get(key);
    if (known != null && serves(known)) {
      return known;
    }
    Entry<V> fresh = new Entry<>(source.apply(key), clock.instant());
    entries.put(key, fresh);
    if (entries.size() > most) {
      entries.remove(entries.keySet().iterator().next());
    }
    return fresh;
  }

  /** Not either where the clock was put back: it could not be known for how long. */
  private boolean serves(Entry<V> entry) {
    if (!entry.answer().isComplete()) {
      return true;
    }
    Instant now = clock.instant();
    return entry.answer().succeeded()
        && !now.isBefore(entry.asked())
        && now.isBefore(entry.asked().plus(lifetime.apply(entry.answer().result())));
  }

  private static <V> Future<V> here(Future<V> shared) {
    ContextInternal context = ContextInternal.current();
    if (context == null) {
      return shared;
    }
    Promise<V> mine = context.promise();
    shared.onComplete(mine);
    return mine.future();
  }

  /** How many are kept. */
  public synchronized int size() {
    return entries.size();
  }
}

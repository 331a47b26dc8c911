package io.foyer.platform.cluster;

import io.vertx.core.Future;
import io.vertx.core.VertxException;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SharedMap} for callers that wait: each call blocks its thread until Redis has answered,
 * five seconds at most, and then fails. The manager's own event loop is another one, so waiting on
 * an event loop stops that loop and nothing else. Views are as Redis had it when they were asked
 * for.
 */
final class BlockingMap<K, V> extends AbstractMap<K, V> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final SharedMap<K, V> map;

  BlockingMap(SharedMap<K, V> map) {
    this.map = map;
  }

  @Override
  @SuppressWarnings("unchecked") // whoever asks for another kind of key finds nothing
  public @Nullable V get(@Nullable Object key) {
    return key == null ? null : answer(map.get((K) key));
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return get(key) != null;
  }

  @Override
  public @Nullable V put(K key, V value) {
    V before = get(key);
    answer(map.put(key, value));
    return before;
  }

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable V remove(@Nullable Object key) {
    return key == null ? null : answer(map.remove((K) key));
  }

  @Override
  public void clear() {
    answer(map.clear());
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    Map<K, V> entries = Collections.unmodifiableMap(answer(map.entries()));
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<K, V>> iterator() {
        return entries.entrySet().iterator();
      }

      @Override
      public int size() {
        return entries.size();
      }
    };
  }

  private static <T extends @Nullable Object> T answer(Future<T> asked) {
    try {
      // Not Future.await: it refuses event loops, from which Vert.x' high availability asks.
      return asked
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new VertxException("Redis did not answer in time", e);
    } catch (ExecutionException e) {
      throw new VertxException("Redis refused", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VertxException("interrupted while Redis was asked", e);
    }
  }
}

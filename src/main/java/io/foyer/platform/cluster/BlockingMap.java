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
 * Blocking view of a {@link SharedMap}, for the high availability of Vert.x.
 *
 * <p>Each call blocks its thread until Redis has answered, at most {@code TIMEOUT}, and then throws
 * a {@link VertxException}. The cluster has an event loop of its own, so a call from an event loop
 * of the clustered Vert.x blocks that loop only. {@link #entrySet} is a snapshot.
 */
final class BlockingMap<K, V> extends AbstractMap<K, V> {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final SharedMap<K, V> map;

  BlockingMap(SharedMap<K, V> map) {
    this.map = map;
  }

  @Override
  @SuppressWarnings("unchecked") // a key of another type is not in the map
  public @Nullable V get(@Nullable Object key) {
    return key == null ? null : await(map.get((K) key));
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return get(key) != null;
  }

  @Override
  public @Nullable V put(K key, V value) {
    V before = get(key);
    await(map.put(key, value));
    return before;
  }

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable V remove(@Nullable Object key) {
    return key == null ? null : await(map.remove((K) key));
  }

  @Override
  public void clear() {
    await(map.clear());
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    Map<K, V> entries = Collections.unmodifiableMap(await(map.entries()));
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

  private static <T extends @Nullable Object> T await(Future<T> future) {
    try {
      // Not Future.await: it refuses event loops, and Vert.x' high availability calls from one.
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new VertxException("Redis did not await in time", e);
    } catch (ExecutionException e) {
      throw new VertxException("Redis command failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VertxException("Interrupted while waiting for Redis", e);
    }
  }
}

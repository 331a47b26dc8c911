package io.foyer.platform.cluster;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cluster-wide map in one Redis hash, each operation atomic. Entry expirations are kept in a sorted
 * set beside it.
 */
final class SharedMap<K, V> implements AsyncMap<K, V> {
  private static final Buffer EMPTY = Buffer.buffer();
  private static final long NO_EXPIRY = 0;

  private final ContextDispatcher dispatcher;
  private final ValueCodec codec;
  private final String name;

  SharedMap(ContextDispatcher dispatcher, ValueCodec codec, String name) {
    this.dispatcher = dispatcher;
    this.codec = codec;
    this.name = name;
  }

  @Override
  public Future<@Nullable V> get(K key) {
    return call("get", codec.encode(key), EMPTY, NO_EXPIRY, EMPTY).map(this::value);
  }

  @Override
  public Future<Void> put(K key, V value) {
    return call("put", codec.encode(key), codec.encode(value), NO_EXPIRY, EMPTY).mapEmpty();
  }

  @Override
  public Future<Void> put(K key, V value, long ttl) {
    return call("put", codec.encode(key), codec.encode(value), positive(ttl), EMPTY).mapEmpty();
  }

  @Override
  public Future<@Nullable V> putIfAbsent(K key, V value) {
    return call("putIfAbsent", codec.encode(key), codec.encode(value), NO_EXPIRY, EMPTY)
        .map(this::value);
  }

  @Override
  public Future<@Nullable V> putIfAbsent(K key, V value, long ttl) {
    return call("putIfAbsent", codec.encode(key), codec.encode(value), positive(ttl), EMPTY)
        .map(this::value);
  }

  @Override
  public Future<@Nullable V> remove(K key) {
    return call("remove", codec.encode(key), EMPTY, NO_EXPIRY, EMPTY).map(this::value);
  }

  @Override
  public Future<Boolean> removeIfPresent(K key, V value) {
    return call("removeIfPresent", codec.encode(key), EMPTY, NO_EXPIRY, codec.encode(value))
        .map(SharedMap::isOne);
  }

  @Override
  public Future<@Nullable V> replace(K key, V value) {
    return call("replace", codec.encode(key), codec.encode(value), NO_EXPIRY, EMPTY)
        .map(this::value);
  }

  @Override
  public Future<@Nullable V> replace(K key, V value, long ttl) {
    return call("replace", codec.encode(key), codec.encode(value), positive(ttl), EMPTY)
        .map(this::value);
  }

  @Override
  public Future<Boolean> replaceIfPresent(K key, V old, V value) {
    return call(
            "replaceIfPresent",
            codec.encode(key),
            codec.encode(value),
            NO_EXPIRY,
            codec.encode(old))
        .map(SharedMap::isOne);
  }

  @Override
  public Future<Boolean> replaceIfPresent(K key, V old, V value, long ttl) {
    return call(
            "replaceIfPresent",
            codec.encode(key),
            codec.encode(value),
            positive(ttl),
            codec.encode(old))
        .map(SharedMap::isOne);
  }

  @Override
  public Future<Void> clear() {
    return all("clear").mapEmpty();
  }

  @Override
  public Future<Integer> size() {
    return all("size").map(Response::toInteger);
  }

  @Override
  public Future<Set<K>> keys() {
    return entries().map(entries -> new HashSet<>(entries.keySet()));
  }

  @Override
  public Future<List<V>> values() {
    return entries().map(entries -> new ArrayList<>(entries.values()));
  }

  @Override
  public Future<Map<K, V>> entries() {
    return all("entries").map(this::entries);
  }

  private Future<Response> call(String operation, Buffer key, Buffer value, long ttl, Buffer old) {
    List<Buffer> arguments =
        List.of(
            Buffer.buffer(name),
            Buffer.buffer(operation),
            key,
            value,
            Buffer.buffer(Long.toString(ttl)),
            old);
    return dispatcher.dispatch(member -> member.redis().runOnBytes(Script.MAP, arguments));
  }

  private Future<Response> all(String operation) {
    return call(operation, EMPTY, EMPTY, NO_EXPIRY, EMPTY);
  }

  @SuppressWarnings("unchecked") // the caller chooses the types of the map it names
  private @Nullable V value(@Nullable Response answer) {
    return answer == null ? null : (V) codec.decode(answer.toBuffer());
  }

  @SuppressWarnings("unchecked")
  private Map<K, V> entries(Response answer) {
    Map<K, V> entries = new HashMap<>();
    for (int i = 0; i + 1 < answer.size(); i += 2) {
      entries.put(
          (K) codec.decode(answer.get(i).toBuffer()),
          (V) codec.decode(answer.get(i + 1).toBuffer()));
    }
    return entries;
  }

  private static boolean isOne(Response answer) {
    return answer.toInteger() == 1;
  }

  private static long positive(long ttl) {
    if (ttl < 1) {
      throw new IllegalArgumentException("ttl must be 1 ms or more");
    }
    return ttl;
  }
}

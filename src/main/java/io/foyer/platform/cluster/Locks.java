package io.foyer.platform.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.shareddata.Lock;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cluster-wide fair locks: Redis keeps holder and wait queue of each lock.
 *
 * <p>Redis grants a lock and notifies the node by a message. A lost message is recovered by
 * repeating the request with each heartbeat.
 */
final class Locks {
  private static final Logger log = LoggerFactory.getLogger(Locks.class);

  private final MemberEventLoop loop;
  private final RedisCommands redis;
  private final String me;
  private final Map<String, Waiter> waiting = new HashMap<>();
  private final Map<String, String> unreleased = new HashMap<>();
  private long last;

  Locks(MemberEventLoop loop, RedisCommands redis, String me) {
    this.loop = loop;
    this.redis = redis;
    this.me = me;
  }

  private record Waiter(String name, Promise<Lock> promise) {}

  /** Acquires a lock; fails after the timeout, or at once while Redis is unavailable. */
  Future<Lock> acquire(String name, Duration timeout) {
    Promise<Lock> promise = Promise.promise();
    String token = me + ":" + ++last;
    waiting.put(token, new Waiter(name, promise));
    redis
        .run(Script.ACQUIRE, List.of(name, token))
        .onSuccess(answer -> hold(token, answer))
        .onFailure(failure -> fail(token, failure));
    loop.after(timeout, () -> abandon(token));
    return promise.future();
  }

  /** Handles a grant message: token and fence, separated by a space. */
  void onGrant(String text) {
    int space = text.indexOf(' ');
    String token = text.substring(0, space);
    if (waiting.containsKey(token)) {
      grant(token, Long.parseLong(text.substring(space + 1)));
    }
  }

  /**
   * Repeats releases and requests that Redis may have missed. Called after each answered heartbeat.
   */
  void retryReleases() {
    Map.copyOf(unreleased).forEach((token, name) -> release(name, token));
    waiting.forEach(
        (token, waiter) ->
            redis
                .run(Script.ACQUIRE, List.of(waiter.name(), token))
                .onSuccess(answer -> hold(token, answer))
                .onFailure(failure -> log.atDebug().setCause(failure).log("Redis unavailable")));
  }

  /** Fails all requests that still wait. */
  void close() {
    var left = new ArrayList<>(waiting.keySet());
    left.forEach(token -> fail(token, new IllegalStateException("Left the cluster")));
  }

  private void hold(String token, Response answer) {
    long fence = answer.toLong();
    if (fence == 0) {
      return;
    }
    if (waiting.containsKey(token)) {
      grant(token, fence);
    }
  }

  private void abandon(String token) {
    Waiter waiter = waiting.get(token);
    if (waiter == null) {
      return;
    }
    redis
        .run(Script.ABANDON, List.of(waiter.name(), token))
        .onSuccess(answer -> hold(token, answer))
        .onComplete(any -> fail(token, new TimeoutException("Timed out waiting to get lock")));
  }

  private void grant(String token, long fence) {
    Waiter waiter = waiting.remove(token);
    if (waiter != null) {
      waiter.promise().complete(new Held(waiter.name(), token, fence));
    }
  }

  private void fail(String token, Throwable failure) {
    Waiter waiter = waiting.remove(token);
    if (waiter != null) {
      unreleased.put(token, waiter.name()); // Redis may have it queued or even granted
      waiter.promise().fail(failure);
    }
  }

  private void release(String name, String token) {
    unreleased.put(token, name);
    redis
        .run(Script.RELEASE, List.of(name, token))
        .onSuccess(answer -> unreleased.remove(token))
        .onFailure(
            failure ->
                log.atDebug()
                    .setCause(failure)
                    .log("Lock release failed, retried with the next heartbeat"));
  }

  private final class Held implements FencedLock {
    private final String name;
    private final String token;
    private final long fence;
    private final AtomicBoolean released = new AtomicBoolean();

    Held(String name, String token, long fence) {
      this.name = name;
      this.token = token;
      this.fence = fence;
    }

    @Override
    public long fence() {
      return fence;
    }

    @Override
    public void release() {
      if (released.compareAndSet(false, true)) {
        loop.run(() -> Locks.this.release(name, token));
      }
    }
  }
}

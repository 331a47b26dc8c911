package io.foyer.accounts;

import io.foyer.platform.Problem;
import io.foyer.platform.web.Caller;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Token revocation list of this node: all sessions that ended in the last 75 minutes, which is
 * longer than any access token lives. Thread-safe.
 *
 * <p>Where its knowledge is stale nobody is let in by it, because it cannot be known who may.
 */
final class Revocations {
  private static final Logger log = LoggerFactory.getLogger(Revocations.class);

  /** Raised when sessions were ended. */
  static final String TOPIC = "sessions";

  /** How far back the first reading goes. */
  static final Duration MEMORY = AccessTokens.LIFETIME.plusMinutes(15);

  private final Map<String, Long> ended = new ConcurrentHashMap<>();
  private final List<RevocationListener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong readAt;
  private final Duration stale;
  private final LongSupplier nanos;

  /**
   * Nothing is known yet.
   *
   * @param stale the age from which on nobody is let in by this knowledge
   */
  Revocations(Duration stale) {
    this(stale, System::nanoTime);
  }

  /** With a monotonic clock of one's own. */
  Revocations(Duration stale, LongSupplier nanos) {
    this.stale = stale;
    this.nanos = nanos;
    this.readAt = new AtomicLong(nanos.getAsLong() - stale.toNanos() - 1);
  }

  void listen(RevocationListener listener) {
    listeners.add(listener);
  }

  /** These have ended, as this node itself has just written down. */
  void note(Set<String> sessions) {
    long now = nanos.getAsLong();
    Set<String> fresh =
        sessions.stream()
            .filter(id -> ended.putIfAbsent(id, now) == null)
            .collect(Collectors.toUnmodifiableSet());
    if (!fresh.isEmpty()) {
      listeners.forEach(listener -> notifyListener(listener, fresh));
    }
  }

  /** One that fails must keep neither the others nor this node's knowledge from what is true. */
  private static void notifyListener(RevocationListener listener, Set<String> ended) {
    try {
      listener.ended(ended);
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("Revocation listener failed");
    }
  }

  /**
   * These have ended as of a reading.
   *
   * @param asOf the monotonic time at which the reading began
   */
  void read(Set<String> sessions, long asOf) {
    note(sessions);
    readAt.set(asOf);
  }

  /** Removes sessions whose tokens have all expired. */
  void forget() {
    long now = nanos.getAsLong();
    ended.values().removeIf(at -> now - at > MEMORY.toNanos());
  }

  /** Since when nothing is known. */
  Duration age() {
    return Duration.ofNanos(nanos.getAsLong() - readAt.get());
  }

  int size() {
    return ended.size();
  }

  /** The caller, if their session goes on as far as this node can know. */
  Future<Caller> admit(Caller caller) {
    if (age().compareTo(stale) > 0) {
      return Future.failedFuture(
          new Problem.Unavailable(
                  "It cannot be known just now whether you are still logged in.",
                  Duration.ofSeconds(5))
              .asException());
    }
    return caller.session().filter(ended::containsKey).isPresent()
        ? Future.failedFuture(new Problem.Denied("This log-in has ended.").asException())
        : Future.succeededFuture(caller);
  }
}

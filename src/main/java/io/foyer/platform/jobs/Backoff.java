package io.foyer.platform.jobs;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Exponential backoff with jitter between retries. */
public final class Backoff {
  /** Delay until the scheduler is woken. */
  public static final Duration LONG = Duration.ofHours(1);

  // Due work that cannot be claimed is briefly held by another node.
  private static final Duration HELD = Duration.ofMillis(100);

  private Backoff() {}

  /** Pauses between retries: the first, and the longest. */
  public record Range(Duration first, Duration last) {
    /** The pause after attempt {@code attempt}. */
    public Duration after(int attempt) {
      return backoff(attempt, first, last);
    }
  }

  /**
   * How long a loop sleeps.
   *
   * @param due until the next work is due, empty for none
   * @param didSomething whether this turn found work: if not, more of it is held by others
   */
  public static Duration next(Optional<Duration> due, boolean didSomething) {
    Duration pause = due.orElse(LONG);
    return didSomething || pause.compareTo(HELD) > 0 ? pause : HELD;
  }

  /** A span read from the database; never negative, at most a day. */
  public static Duration ofSeconds(double seconds) {
    return Duration.ofMillis((long) (Math.clamp(seconds, 0, 86_400) * 1000));
  }

  /**
   * Exponential backoff with jitter: the delay after attempt {@code attempt}, doubled each time
   * from {@code first} to {@code last}, its upper half random, so that clients that failed together
   * do not retry together.
   */
  public static Duration backoff(int attempt, Duration first, Duration last) {
    long full = first.toMillis() << Math.clamp(attempt - 1, 0, 20);
    long capped = Math.clamp(full, first.toMillis(), last.toMillis());
    return Duration.ofMillis(capped / 2 + ThreadLocalRandom.current().nextLong(capped / 2 + 1));
  }
}

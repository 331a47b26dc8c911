package io.foyer.notify.mail;

import io.foyer.platform.jobs.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Health and pace of one mail account. While the account cannot send, one message at a time tries
 * whether it can again, at least every minute, and the others wait. Belongs to one event-loop
 * context.
 */
final class AccountHealth {
  private static final Backoff.Range PROBES =
      new Backoff.Range(Duration.ofSeconds(2), Duration.ofSeconds(60));
  private static final Duration PROBE_UNDER_WAY = Duration.ofSeconds(2);

  private final InstantSource clock;
  private final Duration interval;
  private int failures;
  private boolean probing;
  private Instant retryAt = Instant.MIN;
  private Instant nextAt = Instant.MIN;
  private Optional<String> reason = Optional.empty();

  /**
   * A healthy account.
   *
   * @param perMinute most messages in a minute; zero for no limit
   */
  AccountHealth(InstantSource clock, int perMinute) {
    this.clock = clock;
    this.interval = perMinute == 0 ? Duration.ZERO : Duration.ofMinutes(1).dividedBy(perMinute);
  }

  /** Acquires the right to send one message, or returns how long to wait for it. */
  Optional<Duration> acquire() {
    Instant now = clock.instant();
    if (failures > 0 && probing) {
      return Optional.of(PROBE_UNDER_WAY);
    }
    if (now.isBefore(retryAt)) {
      return Optional.of(Duration.between(now, retryAt));
    }
    if (now.isBefore(nextAt)) {
      return Optional.of(Duration.between(now, nextAt));
    }
    probing = failures > 0;
    nextAt = now.plus(interval);
    return Optional.empty();
  }

  /** The account could send. */
  void up() {
    failures = 0;
    probing = false;
    retryAt = Instant.MIN;
    reason = Optional.empty();
  }

  /** The account could not send; returns how long to wait. */
  Duration down(String cause) {
    Instant now = clock.instant();
    // Messages that were under way when it began to fail are not more failures of it.
    if (failures == 0 || probing) {
      retryAt = now.plus(PROBES.after(++failures));
    }
    probing = false;
    reason = Optional.of(cause);
    return now.isBefore(retryAt) ? Duration.between(now, retryAt) : PROBES.first();
  }

  /** Why it cannot send; empty if it can. */
  Optional<String> reason() {
    return reason;
  }
}

package io.foyer.notify.slack;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Client-side rate limit for Slack: about one message a second per conversation, and a pause for as
 * long as Slack's {@code Retry-After} asks. Never blocks, only returns the delay. Local to this
 * node: if several nodes write to one conversation, Slack's 429 decides.
 */
final class Pace {
  private static final Duration BETWEEN_MESSAGES = Duration.ofSeconds(1);
  private static final int BOUND = 10_000;

  private final InstantSource clock;
  private final Recent<String, Instant> nextMessage = new Recent<>(BOUND);
  private Instant silentUntil = Instant.MIN;

  Pace(InstantSource clock) {
    this.clock = clock;
  }

  /** Slack has asked for a pause. */
  synchronized void pause(Duration pause) {
    Instant until = clock.instant().plus(pause);
    silentUntil = until.isAfter(silentUntil) ? until : silentUntil;
  }

  /** How much of the asked silence is left; empty for none. */
  synchronized Optional<Duration> silence() {
    return left(silentUntil);
  }

  /**
   * Acquires the right to write to {@code conversation}, or returns the delay until it is
   * available.
   */
  synchronized Optional<Duration> take(String conversation) {
    Optional<Duration> wait = nextMessage.get(conversation).flatMap(this::left);
    if (wait.isEmpty()) {
      nextMessage.put(conversation, clock.instant().plus(BETWEEN_MESSAGES));
    }
    return wait;
  }

  private Optional<Duration> left(Instant until) {
    Instant now = clock.instant();
    return now.isBefore(until) ? Optional.of(Duration.between(now, until)) : Optional.empty();
  }
}

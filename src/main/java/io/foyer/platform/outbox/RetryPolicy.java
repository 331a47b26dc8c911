package io.foyer.platform.outbox;

import io.foyer.platform.jobs.Backoff;
import java.time.Duration;

/**
 * When a channel retries a message that was certainly not sent. Whatever the policy, nothing is
 * sent after the message expired.
 *
 * @param attempts the most attempts
 * @param age the longest time after the message was written
 * @param backoff pauses between attempts
 */
public record RetryPolicy(int attempts, Duration age, Backoff.Range backoff) {
  /**
   * For messages that are worth little after minutes: 60 attempts, at most 30 s apart, whatever the
   * age, because the message itself expires.
   */
  public static final RetryPolicy MINUTES =
      new RetryPolicy(
          60,
          Duration.ofDays(3650),
          new Backoff.Range(Duration.ofSeconds(2), Duration.ofSeconds(30)));
}

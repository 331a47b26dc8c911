package io.foyer.demo;

import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Generates Slack message timestamps: seconds and microseconds, strictly increasing. */
final class SlackClock {
  private final AtomicLong lastMicros = new AtomicLong();

  String next() {
    Instant now = Instant.now();
    long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    long mine = lastMicros.updateAndGet(last -> Math.max(last + 1, micros));
    return String.format(Locale.ROOT, "%d.%06d", mine / 1_000_000, mine % 1_000_000);
  }
}

package io.foyer.evaluations.intra;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that goes when it is told to. */
final class TickingClock implements InstantSource {
  private volatile Instant now;

  TickingClock(Instant start) {
    this.now = start;
  }

  void forward(Duration by) {
    now = instant().plus(by);
  }

  @Override
  public Instant instant() {
    return now;
  }
}

package io.foyer.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** How long those wait who try again. */
class WaitsTest {
  @Property
  void aPauseIsBetweenHalfOfItsStepAndTheWhole(
      @ForAll @IntRange(min = -5, max = 2_000_000) int attempt,
      @ForAll @IntRange(min = 1, max = 60_000) int first,
      @ForAll @IntRange(min = 0, max = 3_600_000) int more) {
    Duration last = Duration.ofMillis((long) first + more);

    Duration pause = Backoff.backoff(attempt, Duration.ofMillis(first), last);

    long step = Math.min(last.toMillis(), (long) first << Math.clamp((long) attempt - 1, 0, 20));
    assertThat(pause.toMillis()).isBetween(step / 2, step);
  }

  @Property
  void aSpanOfTheDatabaseIsNeverNegativeNorLongerThanADay(@ForAll double seconds) {
    assertThat(Backoff.ofSeconds(seconds)).isBetween(Duration.ZERO, Duration.ofDays(1));
  }
}

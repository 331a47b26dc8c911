package io.foyer.platform.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  @Test
  void pausesDoubleUpToTheLongest() {
    Backoff backoff = new Backoff(FIRST, LONGEST, () -> 0);

    List<Long> seconds = Stream.generate(backoff::next).limit(7).map(Duration::toSeconds).toList();

    assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
  }

  @Test
  void jitterTakesOffAtMostHalf() {
    Backoff backoff = new Backoff(FIRST, LONGEST, () -> 0.999_999);

    assertThat(backoff.next()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void successStartsAtTheFirstPauseAgain() {
    Backoff backoff = new Backoff(FIRST, LONGEST, () -> 0);
    backoff.next();
    backoff.next();

    backoff.reset();

    assertThat(backoff.next()).isEqualTo(FIRST);
  }

  @Test
  void pausesStayBoundedHoweverLongTheOutage() {
    Backoff backoff = new Backoff(FIRST, LONGEST, () -> 0);

    assertThat(Stream.generate(backoff::next).limit(10_000))
        .allSatisfy(pause -> assertThat(pause).isBetween(FIRST, LONGEST));
  }
}

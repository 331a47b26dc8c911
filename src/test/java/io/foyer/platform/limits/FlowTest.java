package io.foyer.platform.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlowTest {
  private final AtomicLong micros = new AtomicLong(-5);
  private final LocalRateLimiter localRateLimiter =
      new LocalRateLimiter.Factory(4, Duration.ofSeconds(2), micros::get).create();

  @Test
  void soManyAtOnceAndThenOneForEachPart() {
    assertThat(IntStream.range(0, 4).allMatch(i -> localRateLimiter.tryAcquire().isZero()))
        .isTrue();
    assertThat(localRateLimiter.tryAcquire()).isEqualTo(Duration.ofMillis(500));
    micros.addAndGet(500_000);
    assertThat(localRateLimiter.tryAcquire()).isZero();
    assertThat(localRateLimiter.tryAcquire()).isPositive();
  }

  @Test
  void restRefillsNoMoreThanTheLimit() {
    micros.addAndGet(60_000_000);
    assertThat(IntStream.range(0, 10).filter(i -> localRateLimiter.tryAcquire().isZero()).count())
        .isEqualTo(4);
  }
}

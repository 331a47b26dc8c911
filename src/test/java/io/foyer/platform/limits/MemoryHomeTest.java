package io.foyer.platform.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A node's own count is bounded in requests and in memory. */
class MemoryHomeTest {
  private final AtomicLong micros = new AtomicLong(-5);
  private final Gcra limit = new Gcra(3, Duration.ofSeconds(3));
  private final MemoryRateLimitStore home = new MemoryRateLimitStore(micros::get, 10);

  private boolean take(String key) {
    return home.take(limit, key, 1).result().allowed();
  }

  @Test
  void aBurstIsAsLargeAsTheLimitAndOneIsRefilledAtATime() {
    assertThat(IntStream.range(0, 5).filter(i -> take("a"))).hasSize(3);

    micros.addAndGet(1_000_000);

    assertThat(IntStream.range(0, 5).filter(i -> take("a"))).hasSize(1);
  }

  @Test
  void keysDoNotShare() {
    IntStream.range(0, 3).forEach(i -> take("a"));

    assertThat(take("a")).isFalse();
    assertThat(take("b")).isTrue();
  }

  @Test
  void inventedKeysDoNotFillTheMemory() {
    IntStream.range(0, 1_000).forEach(i -> take("key" + i));

    assertThat(home.size()).isEqualTo(10);
  }

  @Test
  void whatIsPaidIsForgotten() {
    IntStream.range(0, 5).forEach(i -> take("key" + i));
    micros.addAndGet(1_000_001);
    take("last");

    assertThat(home.size()).isEqualTo(1);
  }

  @Test
  void aCountGoesOnFromWhatIsKnownFromElsewhere() {
    home.note("a", limit.capacity());

    assertThat(take("a")).isFalse();
  }
}

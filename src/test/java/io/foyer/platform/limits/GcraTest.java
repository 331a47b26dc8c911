package io.foyer.platform.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Never more than the limit and what was refilled, in any span; never less either. */
class GcraTest {
  private static final long MINUTE = 60_000_000;

  /** One request at each of the moments, in microseconds; those that were allowed. */
  private static List<Long> allowed(Gcra limit, List<Long> moments) {
    List<Long> allowed = new ArrayList<>();
    long paidAt = 0;
    for (long now : moments) {
      long debt = Math.max(0, paidAt - now);
      if (limit.allows(debt, 1)) {
        paidAt = now + debt + limit.emission();
        allowed.add(now);
      }
    }
    return allowed;
  }

  private static List<Long> moments(List<Integer> pauses) {
    List<Long> moments = new ArrayList<>();
    long now = 1;
    for (int pause : pauses) {
      now += pause;
      moments.add(now);
    }
    return moments;
  }

  @Property
  void inNoSpanAreThereMoreThanTheLimitAndWhatWasRefilled(
      @ForAll @IntRange(min = 1, max = 50) int most,
      @ForAll @IntRange(min = 1, max = 100) int seconds,
      @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 1_500_000) Integer> pauses) {
    List<Long> allowed = allowed(new Gcra(most, Duration.ofSeconds(seconds)), moments(pauses));

    for (int from = 0; from < allowed.size(); from++) {
      for (int to = from; to < allowed.size(); to++) {
        double span = allowed.get(to) - allowed.get(from);
        assertThat((double) (to - from + 1))
            .isLessThanOrEqualTo(most + span * most / (seconds * 1e6));
      }
    }
  }

  @Property
  void whoKeepsToTheRateIsNeverRefused(
      @ForAll @IntRange(min = 1, max = 1_000) int most,
      @ForAll @IntRange(min = 1, max = 3_600) int seconds) {
    Gcra limit = new Gcra(most, Duration.ofSeconds(seconds));
    List<Long> moments = new ArrayList<>();
    for (int i = 0; i < 3 * most; i++) {
      moments.add(1 + i * limit.emission());
    }

    assertThat(allowed(limit, moments)).hasSameSizeAs(moments);
  }

  @Test
  void aRefusalSaysHowLongToWaitAndAWaitIsEnough() {
    Gcra limit = new Gcra(3, Duration.ofMinutes(1));

    Decision last = limit.decision(true, limit.capacity(), 1);
    Decision refused = limit.decision(false, limit.capacity(), 1);

    assertThat(last).isEqualTo(new Decision(true, 3, 0, Duration.ofMinutes(1), Duration.ZERO));
    assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(20));
    assertThat(limit.allows(limit.capacity(), 1)).isFalse();
    assertThat(limit.allows(limit.capacity() - 20_000_000, 1)).isTrue();
  }

  @Test
  void aRateThatDoesNotDivideIsRoundedDown() {
    assertThat(new Gcra(7, Duration.ofSeconds(1)).emission()).isEqualTo(142_858);
    assertThat(new Gcra(1_000_000, Duration.ofSeconds(1)).emission()).isEqualTo(1);
    assertThat(new Gcra(1, Duration.ofMinutes(1)).capacity()).isEqualTo(MINUTE);
  }

  @Test
  void aDebtThatCannotBeIsNoDecision() {
    Gcra limit = new Gcra(3, Duration.ofMinutes(1));

    assertThatThrownBy(() -> limit.decision(true, -1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> limit.decision(true, limit.capacity() + 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package io.foyer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Every step is taken, and no step takes the time of another or of what follows the drain. */
class DrainStepsTest {
  private static final Duration TOTAL = Duration.ofSeconds(20);

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  private final List<Duration> waits = new ArrayList<>();
  private final List<String> taken = new ArrayList<>();
  private final DrainSteps steps = new DrainSteps(TOTAL, clock::get, this::pass);

  /** Waits in vain, by the clock of this test. */
  private void pass(String step, Future<?> future, Duration limit) throws TimeoutException {
    waits.add(limit);
    clock.addAndGet(limit.toNanos());
    throw new TimeoutException();
  }

  private void step(String name, int seconds, Future<?> future) {
    steps.step(
        name,
        Duration.ofSeconds(seconds),
        () -> {
          taken.add(name);
          return future;
        });
  }

  @Test
  void aStepThatHangsGetsItsBudgetAndNoMoreThanIsLeft() {
    step("http", 10, Promise.promise().future());
    step("work", 8, Promise.promise().future());
    step("intranet", 3, Promise.promise().future());
    step("redis", 3, Promise.promise().future());

    assertThat(waits)
        .containsExactly(
            Duration.ofSeconds(10), Duration.ofSeconds(8), Duration.ofSeconds(2), Duration.ZERO);
    assertThat(taken).containsExactly("http", "work", "intranet", "redis");
    assertThat(steps.left()).isZero();
  }

  @Test
  void whatIsDoneOrFailsAtOnceCostsNothing() {
    step("http", 10, Future.succeededFuture());
    step("work", 8, Future.failedFuture("no"));
    steps.step(
        "intranet",
        TOTAL,
        () -> {
          throw new IllegalStateException("closed");
        });
    step("redis", 3, Promise.promise().future());

    assertThat(waits).containsExactly(Duration.ofSeconds(3));
    assertThat(steps.left()).hasSeconds(17);
  }

  @Test
  void theBudgetsOfADrainFitIntoWhatIsPromised() {
    assertThat(Foyer.LONGEST_DRAIN).isLessThanOrEqualTo(Duration.ofSeconds(30));
  }
}

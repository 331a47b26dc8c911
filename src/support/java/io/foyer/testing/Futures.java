package io.foyer.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for the futures of Vert.x. */
public final class Futures {
  private static final int SECONDS = 60;

  private Futures() {}

  /** What a future completes with; throws what it fails with. */
  public static <T> T await(Future<T> future) {
    try {
      return future.await(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      if (future.isComplete()) {
        return future.await(); // that is what it fails with
      }
      throw new ConditionTimeoutException(
          "a future is not complete after %d s".formatted(SECONDS), e);
    }
  }

  /** The problem that a future fails with. */
  public static Problem problem(Future<?> future) {
    try {
      throw new AssertionError("did not fail: " + await(future));
    } catch (ProblemException e) {
      return e.problem();
    }
  }

  /** Asserts that a future fails with a problem of this kind. */
  public static void assertProblem(Future<?> future, Class<? extends Problem> kind) {
    assertThat(problem(future)).isInstanceOf(kind);
  }
}

package io.foyer.platform.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever the shared count does, each request gets a decision, and soon. */
@ExtendWith(VertxExtension.class)
class SharedHomeTest {
  private final Gcra limit = new Gcra(3, Duration.ofHours(1));
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Supplier<Future<Decision>> shared = () -> Future.failedFuture("away");
  private SharedRateLimitStore home;

  @BeforeEach
  void open(Vertx vertx) {
    home =
        new SharedRateLimitStore(
            vertx,
            (gcra, key, cost) -> {
              asked.incrementAndGet();
              return shared.get();
            },
            new MemoryRateLimitStore());
  }

  private Decision take() throws Exception {
    return home.take(limit, "key", 1).await(5, TimeUnit.SECONDS);
  }

  @Test
  void aFailureIsCountedHereAndTheLimitHolds() throws Exception {
    shared = () -> Future.failedFuture("away");

    for (int i = 0; i < 3; i++) {
      assertThat(take().allowed()).isTrue();
    }

    assertThat(take().allowed()).isFalse();
    assertThat(home.countedLocally()).isEqualTo(4);
  }

  @Test
  void aSilentHomeIsWaitedForAFewTimesAndThenNoMore() throws Exception {
    shared = () -> Promise.<Decision>promise().future();

    for (int i = 0; i < 20; i++) {
      take();
    }

    assertThat(asked).hasValueLessThan(10);
  }

  @Test
  void anExceptionIsAFailureLikeAnyOther() throws Exception {
    shared =
        () -> {
          throw new IllegalStateException("wrong answer");
        };

    assertThat(take().allowed()).isTrue();
  }

  @Test
  void theOwnCountGoesOnFromTheSharedOne() throws Exception {
    shared = () -> Future.succeededFuture(limit.decision(true, limit.capacity(), 1));
    take();
    shared = () -> Future.failedFuture("away");

    assertThat(take().allowed()).isFalse();
  }

  @Test
  void itComesBackByItself() throws Exception {
    shared = () -> Future.failedFuture("away");
    for (int i = 0; i < 10; i++) {
      take();
    }
    shared = () -> Future.succeededFuture(limit.decision(true, limit.emission(), 1));

    await().until(() -> take().remaining() == 2);
  }
}

package io.foyer.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When turns are taken. */
class DueLoopTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Deque<Promise<Duration>> turns = new ConcurrentLinkedDeque<>();
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private final CompletableFuture<DueWorkScheduler> loop = new CompletableFuture<>();

  @BeforeEach
  void make() {
    on(() -> loop.complete(new DueWorkScheduler(vertx, "test", this::turn)));
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private void on(Runnable action) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        go -> {
          action.run();
          done.complete();
        });
    done.future().toCompletionStage().toCompletableFuture().join();
  }

  private Future<Duration> turn() {
    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    taken.incrementAndGet();
    Promise<Duration> turn = Promise.promise();
    turns.add(turn);
    return turn.future().onComplete(done -> atOnce.decrementAndGet());
  }

  private void wake() {
    on(loop.join()::wake);
  }

  private void end(Duration untilNext) {
    on(() -> turns.remove().complete(untilNext));
  }

  @Test
  void aWakeDuringATurnLeadsToExactlyOneMore() {
    wake();
    wake();
    wake();
    assertThat(taken).hasValue(1);

    end(HOUR);
    await().until(() -> taken.get() == 2);
    wake();
    assertThat(taken).hasValue(2);
    assertThat(mostAtOnce).hasValue(1);
  }

  @Test
  void aTurnThatHasMoreIsFollowedAtOnce() {
    wake();
    for (int i = 1; i <= 20; i++) {
      end(Duration.ZERO);
      on(() -> {}); // what the context had to do before this is done, and no timer is part of it

      assertThat(taken).hasValue(i + 1);
    }
    assertThat(loop.join().sweeps()).isZero();
  }

  @Test
  void aLostHintCostsASecondAtMost() {
    wake();
    end(HOUR);

    await().until(() -> taken.get() == 2);
    assertThat(loop.join().sweeps()).isOne();
  }

  @Test
  void aWakeBetweenTurnsDoesNotWait() {
    wake();
    end(HOUR);
    wake();

    assertThat(taken).hasValue(2);
  }

  @Test
  void aFailedTurnIsRepeated() {
    wake();
    on(() -> turns.remove().fail("the database is away"));

    await().until(() -> taken.get() == 2);
    end(HOUR);
    assertThat(mostAtOnce).hasValue(1);
  }

  @Test
  void aTurnThatThrowsIsRepeatedToo() {
    AtomicInteger thrown = new AtomicInteger();
    on(
        () ->
            new DueWorkScheduler(
                    vertx,
                    "thrower",
                    () -> {
                      thrown.incrementAndGet();
                      throw new IllegalStateException("planned by the test");
                    })
                .wake());

    await().until(() -> thrown.get() >= 2);
  }

  @Test
  void aDrainWaitsForTheTurnUnderWayAndTakesNoMore() {
    wake();
    List<Future<Void>> drained = new CopyOnWriteArrayList<>();
    on(() -> drained.add(loop.join().drain()));
    assertThat(drained.getFirst().isComplete()).isFalse();

    end(Duration.ZERO);

    await().until(() -> drained.getFirst().succeeded());
    wake();
    assertThat(taken).hasValue(1);
  }
}

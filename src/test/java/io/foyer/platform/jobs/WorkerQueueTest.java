package io.foyer.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.jobs.WorkerQueue.Priority;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerQueueTest {
  private static final int THREADS = 2;
  private static final int MOST = 50;

  private final Vertx vertx = Vertx.vertx();
  private final WorkerQueue queue =
      new WorkerQueue(
          vertx, vertx.createSharedWorkerExecutor("queued", THREADS), THREADS, MOST, "busy");
  private final List<String> order = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private Future<String> submit(Priority priority, String name) {
    return queue.submit(
        priority,
        () -> {
          order.add(name);
          return name;
        });
  }

  private Future<Boolean> hold(Priority priority, CountDownLatch gate, CountDownLatch entered) {
    return queue.submit(
        priority,
        () -> {
          entered.countDown();
          return gate.await(1, TimeUnit.MINUTES);
        });
  }

  @Test
  void anUrgentTaskPassesAllOthersThatWait() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(1);
    List<Future<?>> all = new ArrayList<>();
    all.add(hold(Priority.BACKGROUND, gate, entered));
    entered.await();
    for (int i = 0; i < 40; i++) {
      all.add(submit(Priority.BACKGROUND, "background"));
    }

    // The other thread is free for it although others wait.
    assertThat(submit(Priority.URGENT, "urgent").await()).isEqualTo("urgent");

    assertThat(order).containsExactly("urgent");
    gate.countDown();
    Future.all(all).await();
    assertThat(order).hasSize(41);
  }

  @Test
  void urgentTasksThatWaitGoFirst() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(THREADS);
    List<Future<?>> all = new ArrayList<>();
    all.add(hold(Priority.URGENT, gate, entered));
    all.add(hold(Priority.URGENT, gate, entered));
    entered.await();
    all.add(submit(Priority.BACKGROUND, "background"));
    all.add(submit(Priority.URGENT, "urgent"));
    all.add(submit(Priority.URGENT, "urgent"));

    gate.countDown();
    Future.all(all).await();

    assertThat(order).hasSize(3);
    assertThat(order.indexOf("background")).isPositive();
  }

  @Test
  void oneBackgroundTaskRunsAtATime() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      all.add(
          queue.submit(
              Priority.BACKGROUND,
              () -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.onSpinWait();
                return running.decrementAndGet();
              }));
    }

    Future.all(all).await();

    assertThat(most).hasValue(1);
    assertThat(queue.size()).isZero();
  }

  @Test
  void whereTooManyOfAPriorityWaitTheRestIsRefusedAndTheOtherIsNot() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(1);
    List<Future<?>> all = new ArrayList<>();
    all.add(hold(Priority.BACKGROUND, gate, entered));
    entered.await();
    for (int i = 0; i < MOST; i++) {
      all.add(submit(Priority.BACKGROUND, "background"));
    }

    assertThatThrownBy(() -> submit(Priority.BACKGROUND, "one more").await())
        .isInstanceOfSatisfying(
            ProblemException.class,
            it -> assertThat(it.problem()).isInstanceOf(Problem.Unavailable.class));
    assertThat(submit(Priority.URGENT, "urgent").await()).isEqualTo("urgent");

    gate.countDown();
    Future.all(all).await();
    assertThat(queue.size()).isZero();
  }

  @Test
  void aTaskThatFailsFreesItsThread() {
    for (int i = 0; i < 3 * THREADS; i++) {
      assertThatThrownBy(
              () ->
                  queue
                      .submit(
                          Priority.URGENT,
                          () -> {
                            throw new IllegalStateException("failed");
                          })
                      .await())
          .hasMessage("failed");
    }
    assertThat(submit(Priority.BACKGROUND, "background").await()).isEqualTo("background");
  }
}

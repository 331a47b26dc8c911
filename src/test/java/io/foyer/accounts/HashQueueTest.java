package io.foyer.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.accounts.HashQueue.Purpose;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
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

class HashQueueTest {
  private static final int THREADS = 2;
  private static final int MOST = 50;

  private final Vertx vertx = Vertx.vertx();
  private final HashQueue queue =
      new HashQueue(vertx, vertx.createSharedWorkerExecutor("hashes", THREADS), THREADS, MOST);
  private final List<String> order = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private Future<String> submit(Purpose purpose, String name) {
    return queue.submit(
        purpose,
        () -> {
          order.add(name);
          return name;
        });
  }

  private Future<Boolean> hold(Purpose purpose, CountDownLatch gate, CountDownLatch entered) {
    return queue.submit(
        purpose,
        () -> {
          entered.countDown();
          return gate.await(1, TimeUnit.MINUTES);
        });
  }

  @Test
  void aLogInPassesAllRegistrationsThatWait() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(1);
    List<Future<?>> all = new ArrayList<>();
    all.add(hold(Purpose.REGISTRATION, gate, entered));
    entered.await();
    for (int i = 0; i < 40; i++) {
      all.add(submit(Purpose.REGISTRATION, "registration"));
    }

    // The other thread is free for it although registrations wait.
    assertThat(submit(Purpose.LOG_IN, "log-in").await()).isEqualTo("log-in");

    assertThat(order).containsExactly("log-in");
    gate.countDown();
    Future.all(all).await();
    assertThat(order).hasSize(41);
  }

  @Test
  void logInsThatWaitGoBeforeRegistrations() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(THREADS);
    List<Future<?>> all = new ArrayList<>();
    all.add(hold(Purpose.LOG_IN, gate, entered));
    all.add(hold(Purpose.LOG_IN, gate, entered));
    entered.await();
    all.add(submit(Purpose.REGISTRATION, "registration"));
    all.add(submit(Purpose.LOG_IN, "log-in"));
    all.add(submit(Purpose.LOG_IN, "log-in"));

    gate.countDown();
    Future.all(all).await();

    assertThat(order).hasSize(3);
    assertThat(order.indexOf("registration")).isPositive();
  }

  @Test
  void oneRegistrationRunsAtATime() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      all.add(
          queue.submit(
              Purpose.REGISTRATION,
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
  void whereTooManyOfAPurposeWaitTheRestIsRefusedAndTheOtherIsNot() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(1);
    List<Future<?>> all = new ArrayList<>();
    all.add(hold(Purpose.REGISTRATION, gate, entered));
    entered.await();
    for (int i = 0; i < MOST; i++) {
      all.add(submit(Purpose.REGISTRATION, "registration"));
    }

    assertThatThrownBy(() -> submit(Purpose.REGISTRATION, "one more").await())
        .isInstanceOfSatisfying(
            ProblemException.class,
            it -> assertThat(it.problem()).isInstanceOf(Problem.Unavailable.class));
    assertThat(submit(Purpose.LOG_IN, "log-in").await()).isEqualTo("log-in");

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
                          Purpose.LOG_IN,
                          () -> {
                            throw new IllegalStateException("no hash");
                          })
                      .await())
          .hasMessage("no hash");
    }
    assertThat(submit(Purpose.REGISTRATION, "registration").await()).isEqualTo("registration");
  }
}

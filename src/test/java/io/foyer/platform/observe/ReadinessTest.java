package io.foyer.platform.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.observe.Readiness.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Asking is bounded, and no check can break it. */
final class ReadinessTest {
  private final Vertx vertx = Vertx.vertx();
  private final Readiness readiness = new Readiness(new SimpleMeterRegistry(), 100);

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void aCheckThatNeverAnswersIsDown() throws Exception {
    readiness.required("database", () -> Promise.<CheckResult>promise().future());

    Readiness.Report report = report();

    assertThat(report.status()).isEqualTo(Status.NOT_READY);
    assertThat(report.findings().getFirst().result().detail()).isEqualTo("no answer in time");
  }

  @Test
  void aCheckThatThrowsOrFailsIsDownAndTellsNoInternals() throws Exception {
    readiness.degradable(
        "rabbitmq",
        () -> {
          throw new IllegalStateException("password=x");
        });
    readiness.degradable("redis", () -> Future.failedFuture("password=x"));

    Readiness.Report report = report();

    assertThat(report.status()).isEqualTo(Status.DEGRADED);
    assertThat(report.toJson().encode()).doesNotContain("password");
  }

  @Test
  void withoutChecksItIsReady() throws Exception {
    assertThat(report().serving()).isTrue();
  }

  @Test
  void aStuckEventLoopIsNotAlive() throws Exception {
    Context loop = vertx.getOrCreateContext();
    Liveness patient = new Liveness(5_000);
    patient.watch(loop);
    assertThat(patient.beat().await(10, TimeUnit.SECONDS)).isTrue();
    Liveness liveness = new Liveness(100);
    liveness.watch(loop);
    CountDownLatch held = new CountDownLatch(1);

    loop.runOnContext(
        turn -> {
          try {
            held.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    assertThat(liveness.beat().await(5, TimeUnit.SECONDS)).isFalse();
    held.countDown();
  }

  private Readiness.Report report() throws Exception {
    return readiness.report().await(5, TimeUnit.SECONDS);
  }
}

package io.foyer.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However long Redis is away, what waits for it does not grow. */
class LocalRegistrationsTest {
  private static final int MANY = 5_000;
  private static final Duration BEAT = Duration.ofMillis(50);

  private final MemberEventLoop loop = new MemberEventLoop();
  private final ClusterSettings settings =
      ClusterSettings.of(new RedisOptions()).withHeartbeat(BEAT, BEAT.multipliedBy(4));
  private final RedisCommands away =
      new RedisCommands(loop, settings, "me", () -> {}); // is never opened
  private final LocalRegistrations localRegistrations =
      new LocalRegistrations(away, settings, address -> {});

  @AfterEach
  void close() throws Exception {
    loop.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void whileRedisIsAwayNothingIsKeptOfWhoCameAndWent() throws Exception {
    List<Future<Void>> asked = onLoop(this::comeAndGo);

    // Callers are given up by a timer of their own, which may fire after they were forgotten here.
    await().until(() -> onLoop(this::beat) == 0 && asked.stream().allMatch(Future::isComplete));
    assertThat(onLoop(() -> localRegistrations.of("address 1"))).isEmpty();
  }

  @Test
  void whoAnnouncesTheNodeWaitsAsLongAsItTakes() throws Exception {
    Future<Void> announced = onLoop(() -> localRegistrations.announce("here"));
    onLoop(this::comeAndGo);

    await().until(() -> onLoop(this::beat) == 1);
    assertThat(announced.isComplete()).isFalse();
  }

  private List<Future<Void>> comeAndGo() {
    List<Future<Void>> asked = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      RegistrationInfo registration = new RegistrationInfo("me", i, false);
      asked.add(localRegistrations.add("address " + i, registration));
      asked.add(localRegistrations.remove("address " + i, registration));
    }
    return asked;
  }

  /** What a node does once a beat while it hears nothing. */
  private int beat() {
    localRegistrations.dropExpired();
    localRegistrations.resync();
    return localRegistrations.pendingCount();
  }

  private <T> T onLoop(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    loop.run(task);
    return task.get(20, TimeUnit.SECONDS);
  }
}

package io.foyer.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.RedisServer;
import io.vertx.core.Future;
import io.vertx.core.shareddata.Lock;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What upstream's tests of locks do not ask: fences, dead holders, order, a Redis that forgets. */
final class LocksIT {
  private final ClusterSettings settings = TestCluster.fresh();

  @Test
  void fencesGrowAlsoOverARedisThatForgetsAll(@TempDir Path folder) {
    RedisServer server = RedisServer.start(folder);
    ClusterSettings own = TestCluster.on(server);
    try (server;
        TestClusterMember one = TestClusterMember.join(own);
        TestClusterMember two = TestClusterMember.join(own);
        var redis = new RawRedis(server.url())) {
      FencedLock first = lock(one, "a");
      first.release();
      FencedLock second = lock(two, "a");
      second.release();
      FencedLock elsewhere = lock(one, "b");
      redis.say(Command.FLUSHALL);
      await().ignoreExceptions().until(() -> lock(one, "a").fence() > elsewhere.fence());

      assertThat(second.fence()).isGreaterThan(first.fence());
      assertThat(elsewhere.fence()).isGreaterThan(second.fence());
    }
  }

  @Test
  void waitersAreServedInTheirOrder() {
    try (TestClusterMember one = TestClusterMember.join(settings);
        TestClusterMember two = TestClusterMember.join(settings)) {
      Lock held = lock(one, "a");
      List<String> served = new ArrayList<>();
      List<Future<Void>> waiting = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        String name = "waiter " + i;
        TestClusterMember member = i % 2 == 0 ? one : two;
        waiting.add(
            member
                .vertx()
                .sharedData()
                .getLockWithTimeout("a", 60_000)
                .map(
                    lock -> {
                      synchronized (served) {
                        served.add(name);
                      }
                      lock.release();
                      return null;
                    }));
        int queued = i + 1;
        await().until(() -> queue("a") == queued); // each stands in line before the next comes
      }

      held.release();
      TestClusterMember.get(Future.all(waiting));

      assertThat(served).hasSize(10).isSorted();
    }
  }

  @Test
  void lockOfAKilledNodePassesToWhoWaits() {
    ClusterSettings fresh = TestCluster.fresh();
    try (TestClusterMember member = TestClusterMember.join(fresh);
        ChildNode holder = ChildNode.start(fresh)) {
      await().until(() -> member.nodes().size() == 2);
      await()
          .ignoreExceptions()
          .until(() -> !member.ask(ChildNode.LOCK, Duration.ofSeconds(2)).get().isEmpty());

      Future<Lock> waiting = member.vertx().sharedData().getLockWithTimeout("held", 60_000);
      holder.signal("KILL");

      assertThat(TestClusterMember.get(waiting)).isInstanceOf(FencedLock.class);
    }
  }

  @Test
  void lockFailsAtItsTimeoutAndLeavesNothingBehind() {
    try (TestClusterMember one = TestClusterMember.join(settings);
        var redis = new RawRedis()) {
      Lock held = lock(one, "a");

      assertThatThrownBy(
              () -> TestClusterMember.get(one.vertx().sharedData().getLockWithTimeout("a", 50)))
          .hasMessageContaining("Timed out");

      await().until(() -> queue("a") == 0);
      held.release();
      await().until(() -> redis.say(Command.EXISTS, settings.prefix() + "l:a").toInteger() == 0);
    }
  }

  private int queue(String name) {
    try (var redis = new RawRedis()) {
      return redis.say(Command.LLEN, settings.prefix() + "q:" + name).toInteger();
    }
  }

  private static FencedLock lock(TestClusterMember member, String name) {
    return (FencedLock)
        TestClusterMember.get(member.vertx().sharedData().getLockWithTimeout(name, 5_000));
  }
}

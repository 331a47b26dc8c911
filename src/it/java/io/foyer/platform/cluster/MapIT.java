package io.foyer.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.RedisServer;
import io.vertx.core.Future;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What upstream's tests of maps do not ask. */
final class MapIT {
  private final ClusterSettings settings =
      TestCluster.fresh().withHeartbeat(Duration.ofMillis(200), Duration.ofMillis(800));
  private final TestClusterMember member = TestClusterMember.join(settings);
  private final AsyncMap<String, String> map =
      TestClusterMember.get(member.vertx().sharedData().getAsyncMap("m"));

  @AfterEach
  void close() {
    member.close();
  }

  @Test
  void endedEntriesLeaveRedisThoughNobodyAsksForThem() {
    List<Future<Void>> puts = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      puts.add(map.put("key " + i, "value", 300));
    }
    puts.add(map.put("stays", "value"));
    TestClusterMember.get(Future.all(puts));

    try (var redis = new RawRedis()) {
      await().until(() -> redis.say(Command.HLEN, settings.prefix() + "m:m").toInteger() == 1);
      assertThat(redis.say(Command.EXISTS, settings.prefix() + "expiry").toInteger()).isZero();
    }
    assertThat(TestClusterMember.get(map.keys())).containsExactly("stays");
  }

  @Test
  void onlyOneOfManyPutsIfAbsent() {
    List<Future<String>> puts = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      puts.add(map.putIfAbsent("key", "value " + i));
    }
    TestClusterMember.get(Future.all(puts));

    assertThat(puts.stream().filter(put -> put.result() == null)).hasSize(1);
  }

  @Test
  void entriesThatEndAtOnceAreRefused() {
    assertThatThrownBy(() -> map.put("key", "value", 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void mapsFailInsteadOfWaitingWhileRedisIsAway(@TempDir Path folder) {
    try (RedisServer server = RedisServer.start(folder);
        TestClusterMember alone = TestClusterMember.join(TestCluster.on(server))) {
      AsyncMap<String, String> shared =
          TestClusterMember.get(alone.vertx().sharedData().getAsyncMap("shared"));
      server.kill();

      // Redis comes back only after this: who waited for it would wait for ever.
      assertThat(shared.get("key").toCompletionStage()).failsWithin(Duration.ofSeconds(30));

      server.restart();
      await()
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(TestClusterMember.get(shared.size())).isZero());
    }
  }
}

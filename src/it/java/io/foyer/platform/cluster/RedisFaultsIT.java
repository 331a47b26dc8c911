package io.foyer.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.RedisServer;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis loses its data, restarts and stands still under nodes that live. */
final class RedisFaultsIT {
  private static final String ADDRESS = "work";
  private static final Duration TTL = Duration.ofSeconds(4);
  private static final Duration GAP = Duration.ofSeconds(2);

  @TempDir private Path folder;

  private final List<TestClusterMember> members = new ArrayList<>();
  private RedisServer server;
  private ClusterSettings settings;
  private TestClusterMember member;
  private TestClusterMember other;

  @BeforeEach
  void bothServe() {
    server = RedisServer.start(folder);
    settings = TestCluster.on(server);
    member = joined();
    other = joined();
    member.serve(ADDRESS);
    other.serve(ADDRESS);
    await().until(() -> askedOf(member).equals(both()));
  }

  @AfterEach
  void close() {
    members.forEach(TestClusterMember::close);
    server.close();
  }

  @Test
  void flushedRedisKnowsAllAgainAfterTwoHeartbeatsOfEachNode() {
    try (var redis = new RawRedis(server.url());
        var asker = new Asker(member, ADDRESS)) {
      var monitor = new RedisMonitor(server);
      redis.say(Command.FLUSHALL);

      await().until(() -> redis.say(Command.SCARD, settings.prefix() + "a:work").toInteger() == 2);
      for (String node : both()) {
        await().until(() -> monitor.runs(Script.PUBLISH, node) > 0);
        assertThat(monitor.runsBefore(Script.HEARTBEAT, Script.PUBLISH, node)).isBetween(1L, 2L);
      }
      monitor.close();
      TestClusterMember third = joined();
      await().untilAsserted(() -> assertThat(askedOf(third)).isEqualTo(both()));
      assertThat(asker.lost()).isZero();
    }
    noNodeWasEvicted();
  }

  @Test
  void restartOfRedisCostsNoRequestAndNoNodeARestart() {
    try (var asker = new Asker(member, ADDRESS)) {
      server.kill();
      long before = asker.answers();
      await().until(() -> asker.answers() > before + 100);
      server.restart();

      await().until(() -> nodesInRedis() == 2);
      TestClusterMember third = joined();
      await().untilAsserted(() -> assertThat(askedOf(third)).isEqualTo(both()));
      third.serve(ADDRESS);
      await().until(() -> askedOf(member).size() == 3);
      assertThat(asker.lost()).isZero();
    }
    noNodeWasEvicted();
  }

  @Test
  void noNodeIsEvictedAfterAPauseOfMoreThanATimeToLive() {
    try (var asker = new Asker(member, ADDRESS);
        var monitor = new RedisMonitor(server)) {
      server.signal("STOP");
      await().until(() -> members.stream().noneMatch(RedisFaultsIT::redisAnswers));
      long before = asker.answers();
      await().until(() -> asker.answers() > before + 50);
      List<Long> beats = members.stream().map(each -> beats(monitor, each)).toList();
      server.signal("CONT");

      for (int i = 0; i < members.size(); i++) {
        TestClusterMember each = members.get(i);
        long enough = beats.get(i) + 5; // more than a time to live
        await().until(() -> beats(monitor, each) > enough);
      }
      assertThat(nodesInRedis()).isEqualTo(2);
      assertThat(askedOf(joined())).isEqualTo(both());
      assertThat(asker.lost()).isZero();
    }
    noNodeWasEvicted();
  }

  private static boolean redisAnswers(TestClusterMember member) {
    return member.cluster().view().orElseThrow().redisAnswers();
  }

  private static long beats(RedisMonitor monitor, TestClusterMember member) {
    return monitor.runs(Script.HEARTBEAT, member.id());
  }

  @Test
  void registrationMadeWhileRedisIsAwayGoesOutWhenItIsBack() {
    server.kill();
    var late = member.vertx().eventBus().<String>consumer("late", m -> m.reply(member.id()));
    server.restart();

    TestClusterMember.get(late.completion().otherwiseEmpty());
    await()
        .ignoreExceptions()
        .until(() -> other.ask("late", Duration.ofSeconds(1)).get().equals(member.id()));
  }

  @Test
  void fastNodeDoesNotEvictASlowOneAfterAPause() {
    // Given two nodes that published, and a silence of more than a time to live
    String prefix = settings.prefix() + "raw:";
    try (var redis = new RawRedis(server.url())) {
      redis.run(Script.PUBLISH, prefix, "fast", "1", "info");
      redis.run(Script.PUBLISH, prefix, "slow", "1", "info");
      beat(redis, prefix);
      passes(redis, prefix, "last", TTL.multipliedBy(2));
      passes(redis, prefix, "since", TTL.multipliedBy(2));
      redis.say(Command.ZINCRBY, prefix + "nodes", "-" + 2 * TTL.toMillis(), "fast");
      redis.say(Command.ZINCRBY, prefix + "nodes", "-" + 2 * TTL.toMillis(), "slow");

      // When one of them is back before the other and may evict
      beat(redis, prefix);

      // Then the other has a whole time to live to come back
      assertThat(redis.say(Command.ZCARD, prefix + "nodes").toInteger()).isEqualTo(2);
      passes(redis, prefix, "since", TTL);
      beat(redis, prefix);
      assertThat(redis.say(Command.ZCARD, prefix + "nodes").toInteger()).isEqualTo(1);
    }
  }

  private static void beat(RawRedis redis, String prefix) {
    redis.run(
        Script.HEARTBEAT,
        prefix,
        "fast",
        Long.toString(TTL.toMillis()),
        Long.toString(GAP.toMillis()),
        "1");
  }

  /** Puts a moment of the script's clock so far back, as if that time had passed since. */
  private static void passes(RawRedis redis, String prefix, String moment, Duration time) {
    redis.say(Command.HINCRBY, prefix + "clock", moment, "-" + time.toMillis());
  }

  private TestClusterMember joined() {
    TestClusterMember joined = TestClusterMember.join(settings);
    members.add(joined);
    return joined;
  }

  private Set<String> both() {
    return Set.of(member.id(), other.id());
  }

  private int nodesInRedis() {
    try (var redis = new RawRedis(server.url())) {
      return redis.say(Command.ZCARD, settings.prefix() + "nodes").toInteger();
    }
  }

  private void noNodeWasEvicted() {
    members.forEach(each -> assertThat(each.lost()).isEmpty());
  }

  private static Set<String> askedOf(TestClusterMember member) {
    var answering = new HashSet<String>();
    for (int i = 0; i < 12; i++) {
      answering.add(member.ask(ADDRESS, Asker.UNHURRIED).join());
    }
    return answering;
  }
}

package io.foyer.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.Alone;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Redis forgets, restarts and stands still under nodes that live: at five times the real pace. */
@Alone
final class RedisFaultsIT {
  private static final Duration BEAT = Duration.ofMillis(200);
  private static final Duration TTL = Duration.ofMillis(800);
  private static final String ADDRESS = "work";

  private final ClusterSettings settings = TestCluster.fresh().withHeartbeat(BEAT, TTL);
  private final List<Member> members = new ArrayList<>();
  private final Member member = joined();
  private final Member other = joined();

  @BeforeEach
  void bothServe() {
    member.serve(ADDRESS);
    other.serve(ADDRESS);
    await().until(() -> askedOf(member).equals(Set.of(member.id(), other.id())));
  }

  @AfterEach
  void close() {
    members.forEach(Member::close);
  }

  @Test
  void flushedRedisKnowsAllAgainWithinABeat() {
    try (var redis = new RawRedis();
        var asker = new Asker(member, ADDRESS)) {
      redis.say(Command.FLUSHALL);

      await()
          .atMost(BEAT.multipliedBy(3)) // a beat, its answer, and the time to look
          .pollInterval(Duration.ofMillis(10))
          .until(() -> redis.say(Command.SCARD, settings.prefix() + "a:work").toInteger() == 2);
      Member third = joined();
      assertThat(askedOf(third)).containsExactlyInAnyOrder(member.id(), other.id());
      assertThat(asker.failures()).isZero();
    }
    nobodyWasLost();
  }

  @Test
  void restartOfRedisCostsNoRequestAndNobodyARestart() {
    try (var asker = new Asker(member, ADDRESS)) {
      RedisControl.tell("kill");
      long before = asker.answers();
      await().until(() -> asker.answers() > before + 100); // two seconds without Redis
      RedisControl.tell("start");

      await().atMost(Duration.ofSeconds(10)).until(() -> nodesInRedis() == 2);
      Member third = joined();
      assertThat(askedOf(third)).containsExactlyInAnyOrder(member.id(), other.id());
      third.serve(ADDRESS);
      await().until(() -> askedOf(member).size() == 3);
      assertThat(asker.failures()).isZero();
    }
    nobodyWasLost();
  }

  @Test
  void nobodyIsEvictedAfterAPauseOfManyTimesToLive() {
    try (var asker = new Asker(member, ADDRESS)) {
      RedisControl.tell("pause");
      long before = asker.answers();
      await().until(() -> asker.answers() > before + 200); // four seconds, five times to live
      assertThat(member.cluster().view().orElseThrow().redisAnswers()).isFalse();
      RedisControl.tell("resume");

      long back = asker.answers();
      await().until(() -> asker.answers() > back + 100);
      assertThat(nodesInRedis()).isEqualTo(2);
      assertThat(asker.failures()).isZero();
      assertThat(askedOf(joined())).hasSize(2);
    }
    nobodyWasLost();
  }

  @Test
  void registrationMadeWhileRedisIsAwayGoesOutWhenItIsBack() {
    RedisControl.tell("kill");
    var late = member.vertx().eventBus().<String>consumer("late", m -> m.reply(member.id()));
    RedisControl.tell("start");

    Member.get(late.completion().otherwiseEmpty());
    await()
        .atMost(Duration.ofSeconds(10))
        .ignoreExceptions()
        .until(() -> other.ask("late", Duration.ofSeconds(1)).get().equals(member.id()));
  }

  @Test
  void fastNodeDoesNotEvictASlowOneAfterAPause() {
    // Given a node that published, and a silence of more than a time to live
    String prefix = settings.prefix() + "raw:";
    try (var redis = new RawRedis()) {
      redis.run(Script.PUBLISH, prefix, "fast", "1", "info");
      redis.run(Script.PUBLISH, prefix, "slow", "1", "info");
      redis.run(Script.HEARTBEAT, prefix, "fast", "400", "200", "1");
      await().pollDelay(Duration.ofSeconds(1)).until(() -> true);

      // When one of them is back before the other and may evict
      redis.run(Script.HEARTBEAT, prefix, "fast", "400", "200", "1");

      // Then the other has a whole time to live to come back
      assertThat(redis.say(Command.ZCARD, prefix + "nodes").toInteger()).isEqualTo(2);
      await()
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> {
                redis.run(Script.HEARTBEAT, prefix, "fast", "400", "200", "1");
                return redis.say(Command.ZCARD, prefix + "nodes").toInteger() == 1;
              });
    }
  }

  private Member joined() {
    Member joined = Member.join(settings);
    members.add(joined);
    return joined;
  }

  private int nodesInRedis() {
    try (var redis = new RawRedis()) {
      return redis.say(Command.ZCARD, settings.prefix() + "nodes").toInteger();
    }
  }

  private void nobodyWasLost() {
    members.forEach(each -> assertThat(each.lost()).isEmpty());
  }

  private static Set<String> askedOf(Member member) {
    var answering = new HashSet<String>();
    for (int i = 0; i < 12; i++) {
      answering.add(member.ask(ADDRESS, Duration.ofSeconds(2)).join());
    }
    return answering;
  }
}

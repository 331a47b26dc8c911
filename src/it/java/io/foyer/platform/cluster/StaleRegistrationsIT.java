package io.foyer.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.RedisServer;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registrations that could not be read when they changed. */
final class StaleRegistrationsIT {
  private static final String ADDRESS = "work";
  private static final Pattern REFUSED =
      Pattern.compile("cmdstat_smembers:.*failed_calls=([0-9]+)");

  @Test
  void whatCouldNotBeReadIsReadWithOneOfTheNextBeats(@TempDir Path folder) {
    RedisServer server =
        RedisServer.start(folder); // its count of refused commands is this test's own
    ClusterSettings settings =
        TestCluster.on(server).withHeartbeat(Duration.ofMillis(200), Duration.ofSeconds(4));
    try (server;
        var redis = new RawRedis(server.url());
        TestClusterMember one = TestClusterMember.join(settings);
        TestClusterMember two = TestClusterMember.join(settings)) {
      two.serve(ADDRESS);
      assertThat(one.ask(ADDRESS, Asker.UNHURRIED).join()).isEqualTo(two.id());

      // Redis answers, but not this question; then the truth changes and nobody says so.
      int before = refusedReadings(redis);
      redis.say(Command.SET, settings.prefix() + "a:" + ADDRESS, "no set");
      redis.say(Command.PUBLISH, settings.prefix() + "events", "A " + ADDRESS);
      await().until(() -> refusedReadings(redis) > before);
      redis.say(Command.DEL, settings.prefix() + "a:" + ADDRESS);

      await()
          .untilAsserted(
              () ->
                  assertThat(one.request(ADDRESS, Duration.ofMillis(300)).toCompletionStage())
                      .failsWithin(Duration.ofSeconds(10)));
    }
  }

  private static int refusedReadings(RawRedis redis) {
    Matcher found = REFUSED.matcher(redis.say(Command.INFO, "commandstats").toString());
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }
}

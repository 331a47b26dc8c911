package io.foyer.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.Certificates;
import io.foyer.testing.Certificates.Pem;
import io.foyer.testing.Services;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who may take part: a Redis with users, a bus with mutual TLS. */
final class AccessIT {
  private static final String ADDRESS = "work";

  @Test
  void userOfRedisNeedsOnlyTheKeysAndChannelsOfThePrefix() {
    ClusterSettings open = TestCluster.fresh();
    try (var redis = new RawRedis()) {
      redis.say(
          Command.ACL,
          ("SETUSER clustered reset on >pass ~"
                  + open.prefix()
                  + "* &"
                  + open.prefix()
                  + "* +@all -@dangerous -@admin")
              .split(" "));
      var options =
          new RedisOptions()
              .setConnectionString(Services.find().redis().toString())
              .setUser("clustered");
      ClusterSettings right =
          ClusterSettings.of(options.setPassword("pass")).withPrefix(open.prefix());
      try (TestClusterMember one = TestClusterMember.join(right);
          TestClusterMember two = TestClusterMember.join(right)) {
        two.serve(ADDRESS);
        assertThat(one.ask(ADDRESS, Asker.UNHURRIED).join()).isEqualTo(two.id());
        TestClusterMember.get(one.vertx().sharedData().getLock("lock")).release();
      }
      ClusterSettings wrong =
          ClusterSettings.of(options.setPassword("wrong"))
              .withTimeouts(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(600));
      assertThatThrownBy(() -> TestClusterMember.join(wrong)).isNotNull();
      redis.say(Command.ACL, "DELUSER", "clustered");
    }
  }

  @Test
  void busWithMutualTlsTalksToThoseWhoHaveACertificateOnly() {
    ClusterSettings settings = TestCluster.fresh();
    try (TestClusterMember one = TestClusterMember.join(settings, tls(settings, "one"));
        TestClusterMember two = TestClusterMember.join(settings, tls(settings, "two"));
        TestClusterMember stranger = TestClusterMember.join(settings, tls(settings, "three"))) {
      two.serve(ADDRESS);

      // The first handshake of a process may take longer than a node is waited for.
      await()
          .ignoreExceptions()
          .until(() -> two.id().equals(one.ask(ADDRESS, Asker.UNHURRIED).join()));
      assertThatThrownBy(() -> stranger.ask(ADDRESS, Duration.ofSeconds(1)).join()).isNotNull();
    }
  }

  private static EventBusOptions tls(ClusterSettings settings, String name) {
    Pem own = Certificates.of(name);
    return settings
        .busOptions()
        .setSsl(true)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .addKeyPath(own.key().toString())
                .addCertPath(own.certificate().toString()))
        .setTrustOptions(
            new PemTrustOptions().addCertPath(Certificates.OURS.authority().toString()))
        .setClientAuth(ClientAuth.REQUIRED);
  }
}

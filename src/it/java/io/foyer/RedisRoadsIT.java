package io.foyer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.foyer.testing.Certificates;
import io.foyer.testing.Certificates.Pem;
import io.foyer.testing.Operator;
import io.foyer.testing.OwnRedis;
import io.foyer.testing.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way to Redis that can be configured: over TLS with a password, and by Sentinels. */
class RedisRoadsIT {
  private static final String[] PLAIN = {"--save", "", "--appendonly", "no"};

  @TempDir private Path folder;

  private static String[] arguments(String... more) {
    String[] all = new String[PLAIN.length + more.length];
    System.arraycopy(PLAIN, 0, all, 0, PLAIN.length);
    System.arraycopy(more, 0, all, PLAIN.length, more.length);
    return all;
  }

  private static void bothSeeBoth(House house) throws Exception {
    House.Node other = house.node(Map.of());
    for (House.Node each : new House.Node[] {house.node(), other}) {
      new Operator(each.managementPort()).await("cluster", "up nodes: 2");
      new Operator(each.managementPort()).await("redis", "up");
    }
  }

  @Test
  void encryptedWithAUserAndAPassword() throws Exception {
    assumeThat(OwnRedis.program()).as("redis-server is installed").isPresent();
    Certificates authority = new Certificates(folder, "authority");
    Pem server = authority.certify("server");
    int port = Ports.free();
    String[] encrypted =
        arguments(
            "--port",
            "0",
            "--tls-port",
            Integer.toString(port),
            "--tls-cert-file",
            server.certificate().toString(),
            "--tls-key-file",
            server.key().toString(),
            "--tls-ca-cert-file",
            authority.authority().toString(),
            "--tls-auth-clients",
            "no",
            "--user",
            "foyer",
            "on",
            ">canary-redis-59",
            "~foyer*",
            "&foyer*",
            "+@all",
            "-@dangerous",
            "-@admin",
            "--user",
            "default",
            "off");
    try (OwnRedis redis = OwnRedis.start(folder, port, encrypted)) {
      Map<String, String> settings = new HashMap<>();
      settings.put("REDIS_URL", "rediss://127.0.0.1:" + redis.port());
      settings.put("REDIS_USER", "foyer");
      settings.put("REDIS_PASSWORD", "canary-redis-59");
      settings.put("REDIS_TLS_CA", authority.authority().toString());
      try (House house = House.open("redistls", settings)) {
        bothSeeBoth(house);
        assertThat(house.logs().lines()).noneMatch(line -> line.contains("canary-redis-59"));
      }
      settings.put("REDIS_TLS_CA", new Certificates(folder, "other").authority().toString());
      theServerIsNotBelieved(settings);
    }
  }

  private static void theServerIsNotBelieved(Map<String, String> settings) {
    try (House house = House.open("redistlsother", settings)) {
      Operator operator = new Operator(house.node().managementPort());
      assertThat(operator.check("cluster")).startsWith("down");
      assertThat(operator.check("redis")).startsWith("down");
      assertThat(operator.ready()).isEqualTo(200);
    }
  }

  @Test
  void sentinelsNameTheNewMasterAndNoNodeNeedsARestart() throws Exception {
    assumeThat(OwnRedis.program()).as("redis-server is installed").isPresent();
    int first = Ports.free();
    int second = Ports.free();
    try (OwnRedis master =
            OwnRedis.start(folder, first, arguments("--port", Integer.toString(first)));
        OwnRedis replica =
            OwnRedis.start(
                folder,
                second,
                arguments("--port", "" + second, "--replicaof", "127.0.0.1 " + first));
        OwnRedis sentinel = sentinel(master)) {
      Map<String, String> settings =
          Map.of("REDIS_SENTINELS", "127.0.0.1:" + sentinel.port(), "REDIS_MASTER_NAME", "books");
      try (House house = House.open("redissentinel", settings)) {
        bothSeeBoth(house);
        Operator operator = new Operator(house.node().managementPort());

        master.kill();

        operator.await("redis", "down not connected");
        operator.await("cluster", "up nodes: 2");
        operator.await("redis", "up");
        assertThat(replica.port()).isEqualTo(second);
      }
    }
  }

  private OwnRedis sentinel(OwnRedis master) throws IOException {
    int port = Ports.free();
    Path file = folder.resolve("sentinel.conf");
    Files.writeString(
        file,
        """
        port %d
        sentinel monitor books 127.0.0.1 %d 1
        sentinel down-after-milliseconds books 1000
        sentinel failover-timeout books 4000
        """
            .formatted(port, master.port()));
    return OwnRedis.start(folder, port, file.toString(), "--sentinel");
  }
}

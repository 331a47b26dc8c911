package io.foyer;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.testing.Certificates;
import io.foyer.testing.Certificates.Pem;
import io.foyer.testing.ManagementClient;
import io.foyer.testing.Ports;
import io.foyer.testing.RedisServer;
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

  private static void bothSeeBoth(ProgramFixture program) throws Exception {
    ProgramFixture.Node other = program.node(Map.of());
    for (ProgramFixture.Node each : new ProgramFixture.Node[] {program.node(), other}) {
      new ManagementClient(each.managementPort()).await("cluster", "up nodes: 2");
      new ManagementClient(each.managementPort()).await("redis", "up");
    }
  }

  @Test
  void encryptedWithAUserAndAPassword() throws Exception {
    Pem server = Certificates.of("one");
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
            Certificates.OURS.authority().toString(),
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
    try (RedisServer redis = RedisServer.start(folder, port, encrypted)) {
      Map<String, String> settings = new HashMap<>();
      settings.put("REDIS_URL", "rediss://127.0.0.1:" + redis.port());
      settings.put("REDIS_USER", "foyer");
      settings.put("REDIS_PASSWORD", "canary-redis-59");
      settings.put("REDIS_TLS_CA", Certificates.OURS.authority().toString());
      try (ProgramFixture program = ProgramFixture.open("redistls", settings)) {
        bothSeeBoth(program);
        assertThat(program.logs().lines()).noneMatch(line -> line.contains("canary-redis-59"));
      }
      settings.put("REDIS_TLS_CA", Certificates.THEIRS.authority().toString());
      theServerIsNotBelieved(settings);
    }
  }

  private static void theServerIsNotBelieved(Map<String, String> settings) {
    try (ProgramFixture program = ProgramFixture.open("redistlsother", settings)) {
      ManagementClient managementClient = new ManagementClient(program.node().managementPort());
      assertThat(managementClient.check("cluster")).startsWith("down");
      assertThat(managementClient.check("redis")).startsWith("down");
      assertThat(managementClient.ready()).isEqualTo(200);
    }
  }

  @Test
  void sentinelsNameTheNewMasterAndNoNodeNeedsARestart() throws Exception {
    int first = Ports.free();
    int second = Ports.free();
    try (RedisServer master =
            RedisServer.start(folder, first, arguments("--port", Integer.toString(first)));
        RedisServer replica =
            RedisServer.start(
                folder,
                second,
                arguments("--port", "" + second, "--replicaof", "127.0.0.1 " + first));
        RedisServer sentinel = sentinel(master)) {
      Map<String, String> settings =
          Map.of("REDIS_SENTINELS", "127.0.0.1:" + sentinel.port(), "REDIS_MASTER_NAME", "books");
      try (ProgramFixture program = ProgramFixture.open("redissentinel", settings)) {
        bothSeeBoth(program);
        ManagementClient managementClient = new ManagementClient(program.node().managementPort());

        master.kill();

        managementClient.await("redis", "down not connected");
        managementClient.await("cluster", "up nodes: 2");
        managementClient.await("redis", "up");
        assertThat(replica.port()).isEqualTo(second);
      }
    }
  }

  private RedisServer sentinel(RedisServer master) throws IOException {
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
    return RedisServer.start(folder, port, file.toString(), "--sentinel");
  }
}

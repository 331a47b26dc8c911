package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.testing.FakeRedis;
import io.foyer.testing.OnRedis;
import io.foyer.testing.Ports;
import io.foyer.testing.Services;
import io.foyer.testing.TcpProxy;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever Redis does, the API answers 200 or 429, soon, and the limits are shared again after. */
class RedisAwayIT {
  private static final String API = "/api/v2/evaluations";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static Map<String, String> settings(int port, int limit) {
    Map<String, String> settings = new HashMap<>(OnRedis.at(port));
    settings.put("REDIS_TIMEOUT", "500ms");
    settings.put("CLUSTER_ENABLED", "false"); // whose start waits for Redis
    settings.put("LIMITS_REQUESTS", Integer.toString(limit));
    settings.put("LIMITS_INTERVAL", "1h");
    return settings;
  }

  private static HttpRequest request(int port, String path, String token) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofSeconds(10))
        .header("Authorization", "Bearer " + token)
        .build();
  }

  private static HttpResponse<String> ask(int port, String path) throws Exception {
    return CLIENT.send(
        request(port, path, ProgramFixture.secret("ADMIN_TOKEN")), BodyHandlers.ofString());
  }

  private static boolean connected(ProgramFixture.Node node) throws Exception {
    JsonObject checks =
        new JsonObject(ask(node.managementPort(), "/ready").body()).getJsonObject("checks");
    return "up".equals(checks.getJsonObject("redis").getString("status"));
  }

  private static void awaitRedis(ProgramFixture.Node node, boolean up) {
    await().atMost(Duration.ofSeconds(15)).until(() -> connected(node) == up);
  }

  @Test
  void ofFortyAtOnceOnTwoNodesExactlyThreePass() throws Exception {
    URI redis = Services.find().redis();
    Map<String, String> patient = settings(redis.getPort(), 3);
    patient.put("REDIS_TIMEOUT", "10s"); // a node that counts for itself shares no count
    try (ProgramFixture program = ProgramFixture.open("limits", patient)) {
      ProgramFixture.Node other = program.node(Map.of());
      awaitRedis(program.node(), true);
      awaitRedis(other, true);

      List<CompletableFuture<HttpResponse<String>>> asked =
          IntStream.range(0, 40)
              .mapToObj(i -> (i % 2 == 0 ? program.node() : other).port())
              .map(
                  port ->
                      CLIENT.sendAsync(
                          request(port, API, ProgramFixture.secret("ADMIN_TOKEN")),
                          BodyHandlers.ofString()))
              .toList();

      assertThat(asked.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
          .containsOnly(200, 429)
          .filteredOn(status -> status == 200)
          .hasSize(3);
      strangersWithInventedForwards(program.node().port(), other.port());
    }
  }

  private static void strangersWithInventedForwards(int... ports) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      HttpRequest invented =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports[i % ports.length] + API))
              .header("X-Forwarded-For", "203.0.113." + i)
              .build();
      statuses.add(CLIENT.send(invented, BodyHandlers.ofString()).statusCode());
    }
    assertThat(statuses).containsExactly(401, 401, 401, 429, 429, 429);
  }

  @Test
  void cutFrozenSlowAndBackAgain() throws Exception {
    URI redis = Services.find().redis();
    try (TcpProxy proxy = new TcpProxy(redis.getHost(), redis.getPort());
        ProgramFixture program = ProgramFixture.open("redisaway", settings(proxy.port(), 400))) {
      ProgramFixture.Node node = program.node();
      awaitRedis(node, true);
      int left = remaining(node);

      proxy.refuse();
      staysUpright(node);
      awaitRedis(node, false);
      // What the node counts for itself goes on from what it knew.
      assertThat(remaining(node)).isLessThan(left - 20);
      proxy.heal();
      awaitRedis(node, true);

      proxy.freeze();
      staysUpright(node);
      awaitRedis(node, false);
      proxy.heal();
      awaitRedis(node, true);

      proxy.delay(Duration.ofMillis(150));
      staysUpright(node);
      proxy.heal();
      awaitRedis(node, true);
      // In Redis only what was counted there is used up, which is less than what the node knew.
      await().atMost(Duration.ofSeconds(10)).until(() -> remaining(node) > left - 40);
    }
  }

  private static int remaining(ProgramFixture.Node node) throws Exception {
    return Integer.parseInt(
        ask(node.port(), API).headers().firstValue("RateLimit-Remaining").orElseThrow());
  }

  /** A second of trouble: answers, and soon but for the first few, which wait for the deadline. */
  private static void staysUpright(ProgramFixture.Node node) throws Exception {
    long began = System.nanoTime();
    for (int i = 0; i < 25; i++) {
      assertThat(ask(node.port(), API).statusCode()).isIn(200, 429);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    assertThat(ask(node.managementPort(), "/health").statusCode()).isEqualTo(200);
    assertThat(ask(node.managementPort(), "/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void aServerThatSpeaksNonsenseOrNothingLimitsHere() throws Exception {
    for (String nonsense : List.of("HTTP/1.1 400 Bad Request\r\n\r\n", ":7\r\n", "*-7\r\n", "")) {
      try (FakeRedis server = new FakeRedis(nonsense);
          ProgramFixture program = ProgramFixture.open("nonsense", settings(server.port(), 3))) {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
          statuses.add(ask(program.node().port(), API).statusCode());
        }

        assertThat(statuses).as(nonsense).containsExactly(200, 200, 200, 429, 429);
        assertThat(ask(program.node().managementPort(), "/ready").statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void withoutAnyRedisItStartsAndLimitsHere() throws Exception {
    try (ProgramFixture program = ProgramFixture.open("noredis", settings(Ports.free(), 2))) {
      assertThat(ask(program.node().port(), API).statusCode()).isEqualTo(200);
      assertThat(ask(program.node().port(), API).statusCode()).isEqualTo(200);
      assertThat(ask(program.node().port(), API).statusCode()).isEqualTo(429);
      assertThat(connected(program.node())).isFalse();
    }
  }
}

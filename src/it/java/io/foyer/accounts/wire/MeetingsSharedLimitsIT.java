package io.foyer.accounts.wire;

import static io.foyer.accounts.wire.OldMeetingsClient.USERS;
import static io.foyer.accounts.wire.OldMeetingsClient.detail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.testing.People;
import io.foyer.testing.Services;
import io.foyer.testing.TcpProxy;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisAPI;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Limits on the wire of Meetings that nodes share by Redis. Checks carry their numbers. */
class MeetingsSharedLimitsIT {
  private static final int MOST = 3;

  private final URI redis = Services.find().redis();
  private final String prefix = "t" + UUID.randomUUID().toString().substring(0, 8);

  private Map<String, String> settings(int port, String timeout) {
    return Map.of(
        "REDIS_URL",
        "redis://127.0.0.1:" + port,
        "REDIS_PREFIX",
        prefix,
        "REDIS_TIMEOUT",
        timeout,
        "LIMITS_ANONYMOUS",
        Integer.toString(MOST),
        "LIMITS_INTERVAL",
        "1h");
  }

  private static OldMeetingsClient at(ProgramFixture.Node node) {
    return new OldMeetingsClient(new People(node.port()));
  }

  private static boolean redisIs(String word, OldMeetingsClient oldMeetingsClient) {
    return OldMeetingsClient.data(oldMeetingsClient.get("/readiness"))
        .getJsonArray("services")
        .contains(new JsonObject().put("name", "redis").put("status", word));
  }

  private static void awaitRedis(String word, OldMeetingsClient oldMeetingsClient) {
    await().until(() -> redisIs(word, oldMeetingsClient));
  }

  @Test
  void check39OfFortyAtOnceExactlyThreePassAndNoKeyIsWithoutAnEnd() throws Exception {
    try (ProgramFixture program =
        ProgramFixture.open("wire_forty", settings(redis.getPort(), "10s"))) {
      List<OldMeetingsClient> nodes = List.of(at(program.node()), at(program.node(Map.of())));
      nodes.forEach(node -> awaitRedis("online", node));
      Redis client = Redis.createClient(program.vertx(), redis.toString());

      List<CompletableFuture<Integer>> asked =
          IntStream.range(0, 40)
              .mapToObj(i -> nodes.get(i % 2))
              .map(node -> CompletableFuture.supplyAsync(() -> node.get(USERS).statusCode()))
              .toList();
      List<Long> ends = new ArrayList<>();
      while (asked.stream().anyMatch(it -> !it.isDone())) {
        ends.addAll(ends(RedisAPI.api(client)));
      }
      ends.addAll(ends(RedisAPI.api(client)));
      client.close();

      List<Integer> statuses = asked.stream().map(CompletableFuture::join).toList();
      assertThat(statuses).containsOnly(200, 429).filteredOn(it -> it == 200).hasSize(MOST);
      assertThat(ends).isNotEmpty().allMatch(end -> end > 0);
    }
  }

  /** The milliseconds that every count has left; -1 would be one that never ends. */
  private List<Long> ends(RedisAPI redis) {
    List<Long> ends = new ArrayList<>();
    for (Response key : redis.keys(prefix + ":limit:*").await()) {
      ends.add(redis.pttl(key.toString()).await().toLong());
    }
    return ends;
  }

  @Test
  void check40WithRedisStoppedEachNodeCountsForItself() {
    try (TcpProxy proxy = new TcpProxy(redis.getHost(), redis.getPort());
        ProgramFixture program =
            ProgramFixture.open("wire_redis_away", settings(proxy.port(), "500ms"))) {
      OldMeetingsClient oldMeetingsClient = at(program.node());
      awaitRedis("online", oldMeetingsClient);
      assertThat(oldMeetingsClient.get(USERS).statusCode()).isEqualTo(200);

      proxy.refuse();
      List<HttpResponse<String>> answers =
          IntStream.range(0, 2 * MOST).mapToObj(i -> oldMeetingsClient.get(USERS)).toList();

      assertThat(answers)
          .extracting(HttpResponse::statusCode)
          .containsExactly(200, 200, 429, 429, 429, 429);
      assertThat(detail(answers.getLast())).isNotBlank();
      assertThat(oldMeetingsClient.get("/health").statusCode()).isEqualTo(200);
      awaitRedis("offline", oldMeetingsClient);
      proxy.heal();
      awaitRedis("online", oldMeetingsClient);
    }
  }
}

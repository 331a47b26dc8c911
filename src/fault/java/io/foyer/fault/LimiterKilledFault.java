package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.testing.OnRedis;
import io.foyer.testing.PollingClient;
import io.foyer.testing.Services;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Check 39 of Meetings: a node is killed while it counts for the rate limit. Part of make fault.
 */
class LimiterKilledFault {
  private static final int MOST = 3;
  private static final int COUNTED = 200;
  private static final String USERS = "/api/v1/users";

  /** The milliseconds that every count has left, at one moment; -1 would be one without an end. */
  private static final String ENDS =
      """
      local ends = {}
      for _, key in ipairs(redis.call('KEYS', ARGV[1])) do ends[#ends + 1] = redis.call('PTTL', key) end
      return ends
      """;

  private final AtomicInteger addresses = new AtomicInteger();

  @Test
  void check39AKillBetweenTwoStepsLeavesNoCountWithoutAnEnd(@TempDir Path folder) throws Exception {
    Map<String, String> settings = new HashMap<>(OnRedis.settings());
    settings.put("CLUSTER_ENABLED", "false");
    settings.put("TRUSTED_PROXIES", "127.0.0.1/32");
    settings.put("LIMITS_ANONYMOUS", Integer.toString(MOST));
    settings.put("LIMITS_INTERVAL", "1h");
    settings.put("REDIS_TIMEOUT", "10s"); // a node that counts for itself shares no count
    try (ProgramFixture program = ProgramFixture.open("limiter_killed", settings)) {
      Redis redis = Redis.createClient(program.vertx(), Services.find().redis().toString());
      String counts = settings.get("REDIS_PREFIX") + ":limit:*";
      Map<String, String> environment = new HashMap<>(program.environment());
      environment.putAll(settings);
      FoyerProcess victim = new FoyerProcess(folder, "victim", environment);

      for (int kill = 1; kill <= 3; kill++) {
        victim.start();
        int before = ends(redis, counts).size();
        try (var crowd = new PollingClient(8, Duration.ZERO, () -> fromAnybody(victim.url()))) {
          await()
              .until(
                  () ->
                      crowd.answered() > COUNTED && ends(redis, counts).size() > before + COUNTED);
          victim.kill();
        }

        assertThat(ends(redis, counts)).allMatch(end -> end > 0);
      }
      redis.close();

      // What the victim counted counts: nobody starts anew with those who are left.
      URI survivor = URI.create("http://127.0.0.1:" + program.node().port());
      victim.start();
      assertThat(statuses(victim.url(), MOST)).containsOnly(200);
      victim.kill();
      assertThat(statuses(survivor, 1)).containsOnly(429);
    }
  }

  private static List<Long> ends(Redis redis, String keys) {
    Response found = redis.send(Request.cmd(Command.EVAL).arg(ENDS).arg(0).arg(keys)).await();
    return StreamSupport.stream(found.spliterator(), false).map(Response::toLong).toList();
  }

  /** Of so many calls in a row from an address that the crowd does not have. */
  private static List<Integer> statuses(URI node, int calls) {
    HttpClient client = HttpClient.newHttpClient();
    return IntStream.range(0, calls)
        .mapToObj(
            i -> client.sendAsync(from(node, "198.51.100.1"), BodyHandlers.discarding()).join())
        .map(answer -> answer.statusCode())
        .toList();
  }

  private static HttpRequest from(URI node, String address) {
    return HttpRequest.newBuilder(node.resolve(USERS)).header("X-Forwarded-For", address).build();
  }

  private HttpRequest fromAnybody(URI node) {
    int number = addresses.incrementAndGet();
    return from(node, "10.%d.%d.%d".formatted(number >> 16, number >> 8 & 255, number & 255));
  }
}

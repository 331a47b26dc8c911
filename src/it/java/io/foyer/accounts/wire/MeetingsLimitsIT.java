package io.foyer.accounts.wire;

import static io.foyer.accounts.wire.OldMeetingsClient.ME;
import static io.foyer.accounts.wire.OldMeetingsClient.TOKEN;
import static io.foyer.accounts.wire.OldMeetingsClient.USERS;
import static io.foyer.accounts.wire.OldMeetingsClient.detail;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.testing.ManagementClient;
import io.foyer.testing.OnRedis;
import io.foyer.testing.People;
import io.foyer.testing.Services;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Limits and foreign pages on the wire of Meetings, one node alone. Checks carry their numbers. */
class MeetingsLimitsIT {
  private static final int MOST = 3;
  private static final String ELSEWHERE = "https://app.example";

  private static ProgramFixture open(String name, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("LIMITS_ANONYMOUS", Integer.toString(MOST));
    settings.put("LIMITS_INTERVAL", "1h");
    return ProgramFixture.open(name, settings);
  }

  private static People people(ProgramFixture program) {
    return new People(program.node().port());
  }

  private static List<Integer> statuses(int calls, People people, Map<String, String> headers) {
    return IntStream.range(0, calls)
        .mapToObj(i -> people.call("GET", USERS, headers).statusCode())
        .toList();
  }

  @Test
  void check36And37SoManyPassAndTheNextIsToldWhenToComeBack() {
    Map<String, String> settings = new HashMap<>(OnRedis.settings());
    settings.put("CLUSTER_ENABLED", "false");
    settings.put("REDIS_TIMEOUT", "10s");
    try (ProgramFixture program = open("limits_wire", settings)) {
      new ManagementClient(program.node().managementPort()).await("redis", "up");
      OldMeetingsClient oldMeetingsClient = new OldMeetingsClient(people(program));
      assertThat(statuses(MOST, oldMeetingsClient.people(), Map.of())).containsOnly(200);

      HttpResponse<String> refused = oldMeetingsClient.get(USERS);

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/json");
      assertThat(detail(refused)).isNotBlank();
      assertThat(refused.headers().firstValue("RateLimit-Limit")).contains("3");
      assertThat(refused.headers().firstValue("RateLimit-Remaining")).contains("0");
      assertThat(seconds(refused, "RateLimit-Reset")).isBetween(3_000, 3_600);
      int retryAfter = seconds(refused, "Retry-After");
      assertThat(retryAfter).isBetween(600, 1_200);
      String count = settings.get("REDIS_PREFIX") + ":limit:c:127.0.0.1";
      passes(program, count, retryAfter - 600);
      assertThat(oldMeetingsClient.get(USERS).statusCode()).isEqualTo(429);
      passes(program, count, 600);
      assertThat(oldMeetingsClient.get(USERS).statusCode()).isEqualTo(200);
    }
  }

  /** Moves the moment at which a count is paid off, in microseconds, as if time had passed. */
  private static void passes(ProgramFixture program, String count, int seconds) {
    Redis client = Redis.createClient(program.vertx(), Services.find().redis().toString());
    Request earlier = Request.cmd(Command.DECRBY).arg(count).arg(seconds * 1_000_000L);
    assertThat(client.send(earlier).await().toLong()).isPositive();
    client.close().await();
  }

  private static int seconds(HttpResponse<String> answer, String name) {
    return Integer.parseInt(answer.headers().firstValue(name).orElseThrow());
  }

  @Test
  void check38AnInventedForwardGivesNoNewBucket() {
    try (ProgramFixture program = open("limits_forward", Map.of())) {
      List<Integer> statuses =
          IntStream.range(0, 2 * MOST)
              .mapToObj(i -> forwarded("203.0.113." + i))
              .map(headers -> people(program).call("GET", USERS, headers).statusCode())
              .toList();

      assertThat(statuses).containsExactly(200, 200, 200, 429, 429, 429);
    }
  }

  @Test
  void check38WhatATrustedProxyForwardsCounts() {
    try (ProgramFixture program = open("limits_proxy", Map.of("TRUSTED_PROXIES", "127.0.0.1/32"))) {
      People people = people(program);
      assertThat(statuses(MOST + 1, people, forwarded("203.0.113.1"))).endsWith(200, 429);
      assertThat(statuses(MOST + 1, people, forwarded("203.0.113.2"))).endsWith(200, 429);
      // Only what the proxy itself added is believed.
      assertThat(statuses(1, people, forwarded("198.51.100.9, 203.0.113.2"))).containsOnly(429);
    }
  }

  private static Map<String, String> forwarded(String addresses) {
    return Map.of("X-Forwarded-For", addresses);
  }

  @Test
  void check41ProbesDocumentsAndPreflightsAreNeverLimited() {
    try (ProgramFixture program = open("limits_never", Map.of("ALLOWED_ORIGINS", ELSEWHERE))) {
      People people = people(program);
      statuses(MOST, people, Map.of());

      for (int i = 0; i < 2 * MOST; i++) {
        assertThat(people.call("GET", USERS, Map.of()).statusCode()).isEqualTo(429);
        for (String path : List.of("/health", "/readiness", "/docs/", "/openapi.json")) {
          assertThat(people.call("GET", path, Map.of()).statusCode()).as(path).isEqualTo(200);
        }
        assertThat(preflight(people, USERS, ELSEWHERE).statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void check43AListedOriginMayCallAndNoOtherIsToldAnything() {
    try (ProgramFixture program = open("limits_origins", Map.of("ALLOWED_ORIGINS", ELSEWHERE))) {
      for (String path : List.of(USERS, USERS + "/ann", TOKEN, ME)) {
        HttpResponse<String> listed = preflight(people(program), path, ELSEWHERE);
        assertThat(listed.statusCode()).isEqualTo(200);
        assertThat(listed.headers().firstValue("Access-Control-Allow-Origin")).contains(ELSEWHERE);
        assertThat(listed.headers().firstValue("Access-Control-Allow-Methods").orElseThrow())
            .contains("GET", "POST", "PATCH");
        assertThat(listed.headers().firstValue("Access-Control-Allow-Headers").orElseThrow())
            .contains("authorization", "content-type");

        HttpResponse<String> other = preflight(people(program), path, "https://evil.example");
        assertThat(other.headers().map().keySet())
            .noneMatch(it -> it.toLowerCase(Locale.ROOT).startsWith("access-control"));
      }
      HttpResponse<String> real =
          people(program).call("GET", USERS, Map.of("Origin", "https://evil.example"));
      assertThat(real.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
      assertThat(real.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
    }
  }

  private static HttpResponse<String> preflight(People people, String path, String origin) {
    return people.call(
        "OPTIONS",
        path,
        Map.of(
            "Origin", origin,
            "Access-Control-Request-Method", "PATCH",
            "Access-Control-Request-Headers", "authorization"));
  }
}

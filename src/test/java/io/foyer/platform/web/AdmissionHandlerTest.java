package io.foyer.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.limits.LimitsConfig;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stands before every API: limits by account and address, and pages from elsewhere. */
final class AdmissionHandlerTest {
  private static final String API = "/api/v2/evaluations";
  private final List<HttpServerFixture> opened = new ArrayList<>();

  private void open(int requests, int anonymous, String... proxies) throws Exception {
    opened.add(
        new HttpServerFixture(
            HttpServerFixture.settings(Duration.ofSeconds(10), 100, Optional.empty()),
            HttpServerFixture.door(
                new LimitsConfig(requests, anonymous, Duration.ofMinutes(1)), proxies)));
  }

  @AfterEach
  void close() throws Exception {
    for (HttpServerFixture fixture : opened) {
      fixture.close();
    }
  }

  private HttpServerFixture fixture() {
    return opened.getLast();
  }

  private List<Integer> statuses(int times, String path, String... headers) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      statuses.add(fixture().get(path, headers).statusCode());
    }
    return statuses;
  }

  @Test
  void anAccountMaySoOftenAndEachAnswerSaysWhatIsLeft() throws Exception {
    open(3, 3);

    HttpResponse<String> first = fixture().api(API);
    fixture().api(API);
    HttpResponse<String> last = fixture().api(API);
    HttpResponse<String> refused = fixture().api(API);

    assertThat(first.headers().firstValue("RateLimit-Limit")).contains("3");
    assertThat(first.headers().firstValue("RateLimit-Remaining")).contains("2");
    assertThat(first.headers().firstValue("Retry-After")).isEmpty();
    assertThat(last.statusCode()).isEqualTo(200);
    assertThat(last.headers().firstValue("RateLimit-Reset")).contains("60");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(new JsonObject(refused.body()).getInteger("status")).isEqualTo(429);
    assertThat(refused.headers().firstValue("RateLimit-Remaining")).contains("0");
    assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 20L);
  }

  @Test
  void strangersCountByAddressAndDoNotUseUpWhatSomebodyKnownHas() throws Exception {
    open(2, 2);

    assertThat(statuses(3, API)).containsExactly(401, 401, 429);
    assertThat(statuses(1, API, "Authorization", "Bearer wrong")).containsExactly(429);
    assertThat(fixture().api(API).statusCode()).isEqualTo(200);
  }

  @Test
  void aStrangerIsNeverAllowedMoreThanAnAccount() throws Exception {
    open(1, 600);

    assertThat(statuses(2, API)).containsExactly(401, 429);
  }

  @Test
  void zeroTakesAnyNumber() throws Exception {
    open(0, 0);

    assertThat(statuses(30, API)).containsOnly(401);
    assertThat(fixture().api(API).headers().firstValue("RateLimit-Limit")).isEmpty();
  }

  @Test
  void anOldSystemRefusesInItsOwnWords() throws Exception {
    open(1, 1);

    assertThat(statuses(1, "/v1/old/greeting")).containsExactly(200);
    HttpResponse<String> refused = fixture().get("/v1/old/greeting");

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).isEqualTo("old TooMany");
    assertThat(refused.headers().firstValue("Retry-After")).contains("60");
  }

  @Test
  void anInventedForwardIsNoNewBucket() throws Exception {
    open(2, 2);

    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      statuses.addAll(statuses(1, API, "X-Forwarded-For", "203.0.113." + i));
    }

    assertThat(statuses).containsExactly(401, 401, 429, 429);
  }

  @Test
  void behindATrustedProxyEachClientHasItsOwn() throws Exception {
    open(1, 1, "127.0.0.0/8", "::1");

    assertThat(statuses(2, API, "X-Forwarded-For", "203.0.113.1")).containsExactly(401, 429);
    assertThat(statuses(1, API, "X-Forwarded-For", "203.0.113.2")).containsExactly(401);
    assertThat(statuses(1, API, "X-Forwarded-For", "9.9.9.9, 203.0.113.1")).containsExactly(429);
    assertThat(statuses(1, API, "X-Forwarded-For", "2001:db8::1")).containsExactly(401);
    assertThat(statuses(1, API, "X-Forwarded-For", "2001:db8::2")).containsExactly(429);
  }

  @Test
  void pagesDocumentsLanesAndPreflightsAreNotCounted() throws Exception {
    open(1, 1);

    for (String path : List.of("/", "/docs", "/openapi.json", "/fast", "/health", "/readiness")) {
      assertThat(statuses(5, path)).as(path).doesNotContain(429);
    }
    for (int i = 0; i < 5; i++) {
      assertThat(preflight("https://app.example").statusCode()).isEqualTo(200);
    }
    assertThat(statuses(1, API)).containsExactly(401);
  }

  private HttpResponse<String> preflight(String origin) throws Exception {
    return fixture()
        .send(
            "OPTIONS",
            API,
            "",
            "Origin",
            origin,
            "Access-Control-Request-Method",
            "PATCH",
            "Access-Control-Request-Headers",
            "authorization");
  }

  @Test
  void aListedOriginMayCallWithATokenAndWithoutOurCookie() throws Exception {
    open(0, 0);

    for (String origin : List.of("https://app.example", "https://foyer.example")) {
      HttpResponse<String> answer = preflight(origin);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains(origin);
      assertThat(answer.headers().firstValue("Access-Control-Allow-Methods").orElse(""))
          .contains("PATCH");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
          .contains("authorization", "content-type");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
    }
    HttpResponse<String> real =
        fixture().get(API, "Origin", "https://app.example", "Authorization", "Bearer right-token");
    assertThat(real.headers().firstValue("Access-Control-Allow-Origin"))
        .contains("https://app.example");
    assertThat(real.headers().firstValue("Vary")).contains("Origin");
  }

  @Test
  void anyOtherOriginIsToldNothingAndRefusedNothing() throws Exception {
    open(0, 0);

    for (String origin :
        List.of(
            "https://evil.example",
            "null",
            "http://app.example",
            "https://app.example.evil.example")) {
      HttpResponse<String> answer = preflight(origin);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().map().keySet())
          .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
    }
    HttpResponse<String> real =
        fixture().get(API, "Origin", "https://evil.example", "Authorization", "Bearer right-token");
    assertThat(real.statusCode()).isEqualTo(200);
    assertThat(real.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void anEncodedPathReachesNothingElse() throws Exception {
    open(0, 0);

    assertThat(fixture().api("/api/v2/evaluations/%2e%2e").statusCode()).isIn(400, 404);
    assertThat(fixture().api("/api/v2/evaluations/a%3Fx=1").statusCode()).isIn(400, 404);
    assertThat(fixture().get("/api/v2/evaluations/..%2fnone").statusCode()).isEqualTo(401);
    assertThat(fixture().get("/api/../api/v2/evaluations").statusCode()).isEqualTo(401);
    assertThat(fixture().get("//api/v2/evaluations").statusCode()).isIn(401, 404);
  }
}

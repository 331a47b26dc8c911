package io.foyer.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.limits.LimitsConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A large wrong request gets a small answer and uses up its sender's limit by its size. */
final class OversizedRequestTest {
  private static final int UNKNOWN = 8_000;
  private static final int BOUND = 20;
  private static final int ANONYMOUS = 600;
  private final List<HttpServerFixture> opened = new ArrayList<>();

  private HttpServerFixture open(int limit) throws Exception {
    HttpServerSettings defaults =
        HttpServerFixture.settings(Duration.ofSeconds(10), 100, Optional.empty());
    HttpServerFixture fixture =
        new HttpServerFixture(
            new HttpServerSettings(
                defaults.address(), defaults.timeout(), 65_536, Optional.empty(), 1, 100, 100),
            HttpServerFixture.door(new LimitsConfig(limit, limit, Duration.ofHours(1))));
    opened.add(fixture);
    return fixture;
  }

  @AfterEach
  void close() throws Exception {
    for (HttpServerFixture fixture : opened) {
      fixture.close();
    }
  }

  private static String unknownKeys() {
    return IntStream.range(0, UNKNOWN)
        .mapToObj(key -> "\"" + Integer.toString(key, 36).toUpperCase(Locale.ROOT) + "\":1")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static HttpResponse<String> post(HttpServerFixture fixture, String path, String body)
      throws Exception {
    return fixture.send("POST", path, body, "Content-Type", "application/json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v2/password-resets", "/api/v2/sessions", "/api/v2/accounts"})
  void theAnswerToEightThousandUnknownKeysIsSmall(String path) throws Exception {
    HttpResponse<String> answer = post(open(0), path, unknownKeys());

    assertThat(answer.statusCode()).isEqualTo(400);
    JsonObject body = new JsonObject(answer.body());
    assertThat(body.getJsonArray("errors")).hasSize(BOUND);
    assertThat(body.getInteger("more")).isBetween(UNKNOWN - BOUND, UNKNOWN);
    assertThat(answer.body().length()).isLessThan(4_096);
  }

  @Test
  void theAnswerKeepsToTheContract() throws Exception {
    HttpServerFixture fixture = open(0);

    HttpResponse<String> answer = post(fixture, "/api/v2/sessions", unknownKeys());

    ContractCheck.load(fixture.vertx).holds("logIn", answer);
  }

  @Test
  void aKnownFieldIsReadWhereverItStands() throws Exception {
    HttpServerFixture fixture = open(0);
    JsonObject body = new JsonObject();
    IntStream.range(0, UNKNOWN / 2).forEach(key -> body.put("k" + key, 1));
    body.put("email", 7);

    JsonArray errors = errors(post(fixture, "/api/v2/password-resets", body.encode()));

    assertThat(errors.stream().map(error -> ((JsonObject) error).getString("field")))
        .contains("email");
    assertThat(errors.stream().map(error -> ((JsonObject) error).getString("reason")))
        .doesNotContain("is required");
  }

  @Test
  void longNamesAreCutInTheAnswer() throws Exception {
    HttpServerFixture fixture = open(0);
    JsonObject body = new JsonObject().put("x".repeat(60_000), 1);

    HttpResponse<String> answer = post(fixture, "/api/v2/password-resets", body.encode());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body().length()).isLessThan(4_096);
  }

  @Test
  void wrongItemsOfALongListAreReportedUpToTheBound() throws Exception {
    JsonArray items = new JsonArray();
    IntStream.range(0, 30_000).forEach(items::add);
    String body = new JsonObject().put("items", items).encode().substring(0, 60_000) + "1]}";

    HttpResponse<String> answer =
        open(0)
            .send(
                "POST",
                "/api/v2/feeds/sport_event/quarantine/replay",
                body,
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer " + HttpServerFixture.TOKEN);

    assertThat(errors(answer)).hasSize(BOUND);
    assertThat(answer.body().length()).isLessThan(4_096);
  }

  @Test
  void unknownParametersAreReportedUpToTheBound() throws Exception {
    String query =
        IntStream.range(0, 500).mapToObj(key -> "k" + key + "=").collect(Collectors.joining("&"));

    HttpResponse<String> answer = open(0).api("/api/v2/evaluations?" + query);

    assertThat(errors(answer)).hasSize(BOUND);
    assertThat(new JsonObject(answer.body()).getInteger("more")).isEqualTo(480);
  }

  @Test
  void fewErrorsAreReportedWithoutMore() throws Exception {
    HttpResponse<String> answer = post(open(0), "/api/v2/password-resets", "{\"k\":1}");

    assertThat(errors(answer)).hasSize(2);
    assertThat(new JsonObject(answer.body()).containsKey("more")).isFalse();
  }

  @Test
  void largeBodiesUseUpTheLimitInFarFewerRequestsThanSmallOnes() throws Exception {
    assertThat(untilRefused(open(ANONYMOUS), "{}")).isEqualTo(ANONYMOUS);
    assertThat(untilRefused(open(ANONYMOUS), unknownKeys())).isLessThanOrEqualTo(ANONYMOUS / 15);
  }

  @Test
  void aBodyOfUnknownLengthCountsAsTheLargest() throws Exception {
    HttpServerFixture fixture = open(ANONYMOUS);
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + fixture.port + "/api/v2/password-resets"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString("{}")))
            .build();

    HttpResponse<String> answer =
        fixture.client.send(request, HttpResponse.BodyHandlers.ofString());

    assertThat(answer.headers().firstValueAsLong("RateLimit-Remaining")).hasValue(ANONYMOUS - 17L);
  }

  @Test
  void aLimitBelowTheCostOfOneRequestStillTakesIt() throws Exception {
    HttpServerFixture fixture = open(2);

    assertThat(post(fixture, "/api/v2/password-resets", unknownKeys()).statusCode()).isEqualTo(400);
    assertThat(post(fixture, "/api/v2/password-resets", "{}").statusCode()).isEqualTo(429);
  }

  private static int untilRefused(HttpServerFixture fixture, String body) throws Exception {
    int served = 0;
    while (post(fixture, "/api/v2/password-resets", body).statusCode() != 429) {
      served++;
    }
    return served;
  }

  private static JsonArray errors(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    return new JsonObject(answer.body()).getJsonArray("errors");
  }
}

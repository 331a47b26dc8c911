package io.foyer.platform.web;

import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Only admitted callers and valid requests reach an operation; every answer keeps to the contract.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenApiRouterTest {
  private HttpServerFixture fixture;
  private ContractCheck contract;

  @BeforeAll
  void start() throws Exception {
    fixture = new HttpServerFixture();
    contract = ContractCheck.load(fixture.vertx);
  }

  @AfterAll
  void stop() throws Exception {
    fixture.close();
  }

  @Test
  void aValidRequestReachesItsOperationWithTypedParameters() throws Exception {
    HttpResponse<String> answer =
        fixture.api(
            "/api/v2/evaluations?status=armed&limit=7&from=2026-12-01T12:00:00%2B02:00&cursor=123");

    OperationRequest call = fixture.calls.getLast();
    assertThat(call.caller().handle()).isEqualTo("admin");
    assertThat(call.text("status")).contains("armed");
    assertThat(call.number("limit")).contains(7);
    assertThat(call.text("cursor")).contains("123");
    assertThat(call.moment("from")).contains(Instant.parse("2026-12-01T10:00:00Z"));
    assertThat(call.moment("to")).isEmpty();
    contract.holds("listEvaluations", answer);
  }

  @Test
  void everyWrongFieldIsNamedAtOnce() throws Exception {
    HttpResponse<String> answer =
        fixture.api("/api/v2/evaluations?limit=201&from=yesterday&status=lost&colour=red&to=%22");

    contract.holds("listEvaluations", answer);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(fields(answer)).containsExactlyInAnyOrder("limit", "from", "status", "colour", "to");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=",
        "limit=abc",
        "limit=1.5",
        "limit=1&limit=2",
        "limit=%00",
        "limit=99999999999999999999999",
        "limit=null",
        "limit=%5B1%5D",
        "from=2026-13-01T10:00:00Z",
        "from=2026-12-01",
        "from=2026-12-31T23:59:60Z",
        "status=",
        "cursor=",
        "cursor=%22%27--",
        "%22=1",
        "%00=1"
      })
  void aBadQueryIsFourHundredWithTheField(String query) throws Exception {
    HttpResponse<String> answer = fixture.api("/api/v2/evaluations?" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(fields(answer)).hasSize(1);
    contract.holds("listEvaluations", answer);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 200",
    "-5, 200",
    "9223372036854775807, 200",
    "9223372036854775808, 400",
    "99999999999999999999999, 400",
    "abc, 400",
    "1.5, 400",
    "1e3, 400",
    "%22, 400",
    "null, 400",
    "404, 404",
    "503, 503"
  })
  void anIdIsAWholeNumberOfSixtyFourBits(String id, int status) throws Exception {
    HttpResponse<String> answer = fixture.api("/api/v2/evaluations/" + id);

    assertThat(answer.statusCode()).isEqualTo(status);
    contract.holds("getEvaluation", answer);
  }

  @Test
  void unavailableSaysWhenToComeAgainInWholeSecondsRoundedUp() throws Exception {
    assertThat(fixture.api("/api/v2/evaluations/503").headers().firstValue("Retry-After"))
        .contains("2");
  }

  @Test
  void aCommandIsAcceptedWithoutABody() throws Exception {
    HttpResponse<String> answer =
        fixture.send(
            "POST",
            "/api/v2/evaluations/5/notify",
            "",
            "Authorization",
            "bearer " + HttpServerFixture.TOKEN);

    assertThat(answer.statusCode()).isEqualTo(202);
    contract.holds("notifyEvaluation", answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Bearer", "Bearer ", "Bearer wrong", "Basic right-token", "right-token"})
  void withoutTheTokenNothingIsTold(String authorization) throws Exception {
    for (String path : List.of("/api/v2/evaluations?limit=bad", "/api/v2/none")) {
      HttpResponse<String> answer =
          authorization.isEmpty()
              ? fixture.get(path)
              : fixture.get(path, "Authorization", authorization);

      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
      contract.holds("listEvaluations", answer);
    }
  }

  @Test
  void anUnknownPathIsNotFoundAndAWrongMethodSaysWhichAreRight() throws Exception {
    HttpResponse<String> unknown = fixture.api("/api/v2/none");
    HttpResponse<String> wrong =
        fixture.send(
            "DELETE",
            "/api/v2/evaluations/5",
            "",
            "Authorization",
            "Bearer " + HttpServerFixture.TOKEN);

    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(new JsonObject(unknown.body()).getInteger("status")).isEqualTo(404);
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.headers().firstValue("Allow")).contains("GET");
    assertThat(new JsonObject(wrong.body()).getInteger("status")).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 501})
  void anOperationThatBreaksTellsOnlyAnId(int id) throws Exception {
    HttpResponse<String> answer = fixture.api("/api/v2/evaluations/" + id);

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("secret").contains("\"id\"");
  }

  @Test
  void aBodyOverTheLimitIsTooLarge() throws Exception {
    HttpResponse<String> answer =
        fixture.send(
            "POST",
            "/api/v2/evaluations/5/notify",
            "x".repeat(2_000),
            "Authorization",
            "Bearer " + HttpServerFixture.TOKEN);

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
  }

  @Test
  void everyEnforcedOperationSaysWhoMayUseIt() throws Exception {
    JsonObject paths = new JsonObject(fixture.get("/openapi.json").body()).getJsonObject("paths");

    paths.forEach(
        path -> {
          if (OpenApiContract.isEnforced(path)) {
            ((JsonObject) path.getValue())
                .forEach(
                    verb -> {
                      if (verb.getValue() instanceof JsonObject operation) {
                        assertThat(operation.getJsonArray("security"))
                            .as(path.getKey())
                            .isNotNull();
                      }
                    });
          }
        });
  }

  @Test
  void anOperationNobodyServesStopsTheStart() throws Exception {
    OpenApiContract loaded = await(OpenApiContract.load(fixture.vertx));
    HttpServerSettings settings =
        HttpServerFixture.settings(Duration.ofSeconds(1), 1, Optional.empty());

    assertThatThrownBy(() -> new OpenApiRouter(fixture.vertx, loaded, settings, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("listEvaluations");
  }

  @Test
  void anAnswerThatBreaksTheContractIsCaught() {
    String broken = new JsonObject().put("items", new JsonArray().add(new JsonObject())).encode();

    assertThatThrownBy(() -> contract.holds("listEvaluations", 200, "application/json", broken))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> contract.holds("listEvaluations", 418, "application/json", "{}"))
        .isInstanceOf(AssertionError.class);
  }

  private static List<String> fields(HttpResponse<String> answer) {
    return new JsonObject(answer.body())
        .getJsonArray("errors").stream()
            .map(JsonObject.class::cast)
            .map(error -> error.getString("field"))
            .toList();
  }
}

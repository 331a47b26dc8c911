package io.foyer.accounts.wire;

import static io.foyer.accounts.wire.OldMeetingsClient.ME;
import static io.foyer.accounts.wire.OldMeetingsClient.TOKEN;
import static io.foyer.accounts.wire.OldMeetingsClient.USERS;
import static io.foyer.accounts.wire.OldMeetingsClient.data;
import static io.foyer.accounts.wire.OldMeetingsClient.detail;
import static io.foyer.accounts.wire.OldMeetingsClient.flaw;
import static io.foyer.accounts.wire.OldMeetingsClient.wish;
import static io.foyer.testing.People.PASSWORD;
import static io.foyer.testing.People.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.testing.People;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tokens on the wire of Meetings. A check carries the number it has in the list of Meetings'
 * behaviour.
 */
@TestInstance(Lifecycle.PER_CLASS)
class MeetingsTokenIT {
  private final ProgramFixture program =
      ProgramFixture.open(
          "meetings_tokens", Map.of("TIMEOUT", "60s")); // for twenty passwords at once
  private final People people = new People(program.node().port());
  private final OldMeetingsClient oldMeetingsClient = new OldMeetingsClient(people);

  @BeforeAll
  void register() {
    oldMeetingsClient.register(wish("ann"));
  }

  @AfterAll
  void close() {
    program.close();
  }

  @Test
  void check6And14WhoLogsInGetsATokenOfOneHour() {
    long before = Instant.now().getEpochSecond();
    HttpResponse<String> answer = oldMeetingsClient.logIn("ANN", PASSWORD);
    long after = Instant.now().getEpochSecond();

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(data(answer).fieldNames()).containsExactly("token", "type");
    assertThat(data(answer).getString("type")).isEqualTo("Bearer");
    String[] parts = data(answer).getString("token").split("\\.");
    assertThat(part(parts[0])).isEqualTo(new JsonObject().put("alg", "HS256").put("typ", "JWT"));
    assertThat(part(parts[1]).fieldNames()).contains("id", "username", "email", "role", "exp");
    assertThat(part(parts[1]).getLong("exp")).isBetween(before + 3599, after + 3600);
  }

  private static JsonObject part(String encoded) {
    return new JsonObject(
        new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8));
  }

  @Test
  void check12EveryByteOfALongPasswordCounts() {
    oldMeetingsClient.register(wish("twelve").put("password", "a".repeat(72) + "one"));

    assertThat(oldMeetingsClient.logIn("twelve", "a".repeat(72) + "two").statusCode())
        .isEqualTo(401);
    assertThat(oldMeetingsClient.logIn("twelve", "a".repeat(72) + "one").statusCode())
        .isEqualTo(200);
  }

  @Test
  void check15NobodyLearnsWhoHasAnAccount() {
    HttpResponse<String> wrong = oldMeetingsClient.logIn("ann", "not the password");
    HttpResponse<String> unknown = oldMeetingsClient.logIn("nobody", "not the password");

    assertThat(List.of(wrong.statusCode(), unknown.statusCode())).containsOnly(401);
    assertThat(wrong.body()).isEqualTo(unknown.body());
    assertThat(detail(wrong)).doesNotContain("ann");
  }

  @Test
  void whatCannotBeRightIsInvalid() {
    assertThat(flaw(oldMeetingsClient.logIn("a_b", PASSWORD)).getJsonArray("loc"))
        .isEqualTo(JsonArray.of("body", "username"));
    assertThat(flaw(oldMeetingsClient.logIn("ann", "short")).getJsonArray("loc"))
        .isEqualTo(JsonArray.of("body", "password"));
    assertThat(flaw(oldMeetingsClient.logIn("{}")).getString("type"))
        .isEqualTo("value_error.missing");
    for (String body : List.of("{", "[]", "", "{\"username\":[\"ann\"],\"password\":{}}")) {
      assertThat(oldMeetingsClient.logIn(body).statusCode()).as(body).isEqualTo(422);
    }
    assertThat(oldMeetingsClient.logIn("ann", "x".repeat(1_000_000)).statusCode()).isEqualTo(413);
    assertThat(oldMeetingsClient.logIn("ann", "x".repeat(5_000)).statusCode()).isEqualTo(401);
    assertThat(oldMeetingsClient.logIn("ann", "nul\u0000nul\u0000").statusCode()).isEqualTo(401);
  }

  @Test
  void check16ATokenTellsWhoSomebodyIs() {
    HttpResponse<String> answer =
        oldMeetingsClient.get(ME, "Bearer " + oldMeetingsClient.token("ann"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(data(answer).fieldNames()).containsExactly("id", "username", "email", "role");
    assertThat(data(answer).getString("username")).isEqualTo("ann");
    assertThat(
            oldMeetingsClient
                .get(ME + "/", "bearer " + oldMeetingsClient.token("ann"))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void check16WhoShowsNoBearerTokenIsForbidden() {
    HttpResponse<String> nothing = oldMeetingsClient.get(ME);
    assertThat(nothing.statusCode()).isEqualTo(403);
    assertThat(detail(nothing)).isEqualTo("Not authenticated");
    for (String header : List.of("Basic YW5uOmFubg==", "Bearer", "Bearer ", "Token x", "x")) {
      assertThat(oldMeetingsClient.get(ME, header).statusCode()).as(header).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "a.b.c", "ey.ey.", "%00", "e30.e30.e30"})
  void check16ATokenThatIsNoneIsRefused(String token) {
    HttpResponse<String> answer = oldMeetingsClient.get(ME, "Bearer " + token);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(detail(answer)).isNotBlank().doesNotContain(token);
    assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
  }

  @Test
  void check16ATamperedTokenIsRefused() {
    String token = oldMeetingsClient.token("ann");
    String other = token.substring(0, token.length() - 2) + (token.endsWith("A") ? "BB" : "AA");

    assertThat(oldMeetingsClient.get(ME, "Bearer " + other).statusCode()).isEqualTo(401);
  }

  @Test
  void aTokenOfSomebodyWhoWasDisabledOrLoggedOutIsRefused() {
    oldMeetingsClient.register(wish("gone"));
    String token = oldMeetingsClient.token("gone");
    assertThat(
            people
                .call(
                    "DELETE",
                    "/api/v2/sessions/current",
                    Map.of("Authorization", "Bearer " + token))
                .statusCode())
        .isEqualTo(204);
    assertThat(oldMeetingsClient.get(ME, "Bearer " + token).statusCode()).isEqualTo(401);

    String id = data(oldMeetingsClient.get(USERS + "/gone")).getString("id");
    people.call(
        "PATCH",
        "/api/v2/accounts/" + id,
        People.service(),
        new JsonObject().put("disabled", true));
    assertThat(oldMeetingsClient.logIn("gone", PASSWORD).statusCode()).isEqualTo(401);
    assertThat(data(oldMeetingsClient.get(USERS + "/gone")).getBoolean("isActive")).isFalse();
  }

  @Test
  void theTokenOfTheConfigurationIsNobodyHere() {
    assertThat(people.call("GET", ME, People.service()).statusCode()).isEqualTo(401);
  }

  @Test
  void aBrowserThatIsLoggedInIsKnownByItsCookie() {
    String cookie = People.cookie(people.logInWithCookie("ann", PASSWORD));

    assertThat(people.call("GET", ME, Map.of("Cookie", cookie)).statusCode()).isEqualTo(200);
    assertThat(people.call("GET", ME, Map.of("Cookie", cookie + "x")).statusCode()).isEqualTo(403);
  }

  @Test
  void check42TwentyAtOnceAllGetIn() {
    List<CompletableFuture<Integer>> answers =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> oldMeetingsClient.logIn("ann", PASSWORD).statusCode()))
            .toList();

    assertThat(answers.stream().map(CompletableFuture::join)).containsOnly(200);
  }

  @Test
  void otherVerbsAreNotTaken() {
    assertThat(oldMeetingsClient.get(TOKEN).statusCode()).isEqualTo(405);
    assertThat(people.call("POST", ME, Map.of(), "{}").statusCode()).isEqualTo(405);
    assertThat(json(oldMeetingsClient.get(TOKEN)).getString("detail"))
        .isEqualTo("Method Not Allowed");
  }
}

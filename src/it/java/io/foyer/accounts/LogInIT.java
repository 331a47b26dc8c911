package io.foyer.accounts;

import static io.foyer.testing.People.PASSWORD;
import static io.foyer.testing.People.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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

/** Logging in. Numbers are those of the checks of the old Meetings. */
@TestInstance(Lifecycle.PER_CLASS)
class LogInIT {
  private static final String ORIGIN = ProgramFixture.PUBLIC_URL;

  private ProgramFixture program;
  private People people;

  @BeforeAll
  void open() {
    // Twenty passwords at once take a busy machine longer than the usual TIMEOUT.
    program = ProgramFixture.open("login", Map.of("TIMEOUT", "60s"));
    people = new People(program.node().port());
  }

  @AfterAll
  void close() {
    program.close();
  }

  // 14
  @Test
  void theTokenHoldsWhoAndHowLong() {
    Somebody alice = people.somebody();

    String payload = alice.access().split("\\.", -1)[1];
    JsonObject claims =
        new JsonObject(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    assertThat(claims.getString("id")).isEqualTo(alice.id());
    assertThat(claims.getString("username")).isEqualTo(alice.handle());
    assertThat(claims.getString("role")).isEqualTo("user");
    assertThat(claims.getLong("exp") - claims.getLong("iat")).isBetween(3599L, 3600L);
  }

  // 15
  @Test
  void whateverIsWrongTheAnswerIsTheSame() {
    String known = people.somebody().handle();

    List<HttpResponse<String>> answers =
        List.of(
            people.logIn(known, "a wrong password"),
            people.logIn("nobodyknowsme", "a wrong password"),
            people.logIn("nobody@canary.example", "a wrong password"),
            people.logIn(known, "short"),
            people.logIn(known, ""),
            people.logIn("\u0000", "a wrong password"),
            people.logIn("a b", "a wrong password"));

    assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(401);
    assertThat(answers).extracting(HttpResponse::body).containsOnly(answers.getFirst().body());
  }

  // 16
  @Test
  void onlyAGoodTokenShowsWhoIAm() {
    Somebody alice = people.somebody();

    assertThat(json(people.call("GET", "/api/v2/accounts/me", alice.bearer())).getString("id"))
        .isEqualTo(alice.id());
    for (String header :
        List.of(
            "",
            "Bearer",
            "Bearer ",
            "Basic YTpi",
            "Bearer garbage",
            "Bearer " + alice.access() + "x",
            alice.access(),
            "Bearer " + "0".repeat(64),
            "Bearer " + alice.refresh())) {
      assertThat(people.me(Map.of("Authorization", header))).as(header).isEqualTo(401);
    }
    assertThat(people.me(Map.of())).isEqualTo(401);
  }

  // 42
  @Test
  void twentyAtOnceAreAllLetIn() {
    String handle = people.somebody().handle();

    List<CompletableFuture<Integer>> answers =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> people.logIn(handle, PASSWORD).statusCode()))
            .toList();

    assertThat(answers.stream().map(CompletableFuture::join)).containsOnly(201);
  }

  @Test
  void afterManyFailuresNoPasswordIsLookedAtForAWhile() {
    String handle = people.somebody().handle();
    int failures = 0;
    do {
      assertThat(people.logIn(handle, "wrong wrong").statusCode()).isEqualTo(401);
      failures++;
      assertThat(failures).isLessThan(2 * LockoutPolicy.LOGIN.free());
    } while (!pauseProlonged());
    assertThat(failures).isGreaterThan(LockoutPolicy.LOGIN.free());

    HttpResponse<String> refused = people.logIn(handle, "wrong wrong");
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After"))
        .hasValueSatisfying(it -> assertThat(Integer.parseInt(it)).isBetween(3_000, 3_601));
    assertThat(people.logIn(handle.toUpperCase(java.util.Locale.ROOT), PASSWORD).statusCode())
        .isEqualTo(429);

    program
        .database()
        .execute("UPDATE login_attempts SET blocked_until = now() - interval '1 second'");
    assertThat(people.logIn(handle, PASSWORD).statusCode()).isEqualTo(201);
    assertThat(people.logIn(handle, PASSWORD).statusCode()).isEqualTo(201);
  }

  /** A pause that is under way becomes an hour longer: no machine is so slow as to sit it out. */
  private boolean pauseProlonged() {
    program
        .database()
        .execute(
            """
            UPDATE login_attempts SET blocked_until = blocked_until + interval '1 hour'
            WHERE blocked_until > now()
            """);
    return program
            .database()
            .number("SELECT count(*) FROM login_attempts WHERE blocked_until > now()")
        > 0;
  }

  @Test
  void aHundredGuessesAtOnceAreAsManyFailures() {
    String handle = people.somebody().handle();

    List<CompletableFuture<Integer>> answers =
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> people.logIn(handle, "guess number " + i).statusCode()))
            .toList();

    List<Integer> statuses = answers.stream().map(CompletableFuture::join).toList();
    assertThat(statuses).containsOnly(401, 429);
    assertThat(statuses).filteredOn(it -> it == 401).hasSizeLessThanOrEqualTo(25);
    program.database().execute("DELETE FROM login_attempts");
  }

  @Test
  void aBrowserHoldsACookieThatNoScriptSees() {
    Browser browser = browser();

    assertThat(browser.answer().headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("__Host-foyer=")
        .contains("; Path=/")
        .contains("Secure")
        .contains("HTTPOnly")
        .contains("SameSite=Lax")
        .contains("Max-Age=");
    assertThat(browser.answer().headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(json(browser.answer()).containsKey("accessToken")).isFalse();
    assertThat(people.me(browser.cookie())).isEqualTo(200);
    assertThat(people.me(Map.of("Cookie", "__Host-foyer=" + "A".repeat(43)))).isEqualTo(401);
    assertThat(people.me(Map.of("Cookie", "__Host-foyer="))).isEqualTo(401);
  }

  @Test
  void aCookieChangesNothingWithoutOurOrigin() {
    Map<String, String> cookie = browser().cookie();
    JsonObject change = new JsonObject().put("name", "Mallory");

    assertThat(people.call("PATCH", "/api/v2/accounts/me", cookie, change).statusCode())
        .isEqualTo(403);
    assertThat(
            people
                .call("PATCH", "/api/v2/accounts/me", with(cookie, "https://evil.example"), change)
                .statusCode())
        .isEqualTo(403);
    assertThat(
            people.call("PATCH", "/api/v2/accounts/me", with(cookie, "null"), change).statusCode())
        .isEqualTo(403);
    assertThat(
            people.call("PATCH", "/api/v2/accounts/me", with(cookie, ORIGIN), change).statusCode())
        .isEqualTo(200);
    assertThat(
            people
                .call("PATCH", "/api/v2/accounts/me", from(cookie, "same-site"), change)
                .statusCode())
        .isEqualTo(403);
    assertThat(
            people
                .call("PATCH", "/api/v2/accounts/me", from(cookie, "same-origin"), change)
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void loggingOutTakesTheCookieAway() {
    Map<String, String> cookie = browser().cookie();

    HttpResponse<String> out =
        people.call("DELETE", "/api/v2/sessions/current", with(cookie, ORIGIN));

    assertThat(out.statusCode()).isEqualTo(204);
    assertThat(out.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("__Host-foyer=;")
        .contains("Max-Age=0");
    assertThat(people.me(cookie)).isEqualTo(401);
  }

  @Test
  void anImportedHashOpensAndIsReplaced() {
    String handle = people.somebody().handle();
    program
        .database()
        .execute(
            "UPDATE accounts SET password_hash ="
                + " '$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e' WHERE handle_key"
                + " = ?",
            handle);

    assertThat(people.logIn(handle, "correct horsf").statusCode()).isEqualTo(401);
    assertThat(people.logIn(handle, "correct horse").statusCode()).isEqualTo(201);
    assertThat(
            program
                .database()
                .text("SELECT password_hash FROM accounts WHERE handle_key = ?", handle))
        .startsWith("$argon2id$");
    assertThat(people.logIn(handle, "correct horse").statusCode()).isEqualTo(201);
  }

  @Test
  void theFirstAdminOfTheSettingsAdministers() {
    Somebody root = people.entered("root", ProgramFixture.secret("ADMIN_PASSWORD"));

    assertThat(people.call("GET", "/api/v2/evaluations", root.bearer()).statusCode())
        .isEqualTo(200);
    assertThat(json(people.call("GET", "/api/v2/accounts/me", root.bearer())).getString("role"))
        .isEqualTo("admin");
  }

  private record Browser(HttpResponse<String> answer, Map<String, String> cookie) {}

  private Browser browser() {
    String handle = people.somebody().handle();
    HttpResponse<String> answer = people.logInWithCookie(handle, PASSWORD);
    return new Browser(answer, Map.of("Cookie", People.cookie(answer)));
  }

  private static Map<String, String> from(Map<String, String> cookie, String site) {
    return Map.of("Cookie", cookie.get("Cookie"), "Sec-Fetch-Site", site);
  }

  private static Map<String, String> with(Map<String, String> cookie, String origin) {
    return Map.of("Cookie", cookie.get("Cookie"), "Origin", origin);
  }
}

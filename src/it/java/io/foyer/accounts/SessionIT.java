package io.foyer.accounts;

import static io.foyer.testing.People.PASSWORD;
import static io.foyer.testing.People.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.testing.NodeCounter;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** How sessions go on and end, on two nodes that share a database. */
@TestInstance(Lifecycle.PER_CLASS)
class SessionIT {
  private ProgramFixture program;
  private NodeCounter sweepsThere;
  private People here;
  private People there;

  @BeforeAll
  void open() throws Exception {
    program = ProgramFixture.open("sessions", Map.of());
    here = new People(program.node().port());
    ProgramFixture.Node second = program.node(Map.of());
    there = new People(second.port());
    sweepsThere =
        new NodeCounter("foyer_sessions_revocations_sweeps_total", second.managementPort());
  }

  @AfterAll
  void close() {
    program.close();
  }

  @Test
  void aLogInHoldsOnEveryNode() {
    assertThat(there.me(here.somebody().bearer())).isEqualTo(200);
  }

  @Test
  void aLogOutIsFeltOnEveryNodeBeforeItsNextSweep() {
    String handle = here.somebody().handle();
    await("it is felt before a sweep")
        .pollInSameThread()
        .until(
            () -> {
              Somebody alice = here.entered(handle, PASSWORD);
              assertThat(there.me(alice.bearer())).isEqualTo(200);
              return sweepsThere.unmovedBy(() -> logsOut(alice));
            });
  }

  private void logsOut(Somebody alice) {
    assertThat(here.call("DELETE", "/api/v2/sessions/current", alice.bearer()).statusCode())
        .isEqualTo(204);

    assertThat(here.me(alice.bearer())).isEqualTo(401);
    isOutThere(alice);
    assertThat(refresh(here, alice.refresh()).statusCode()).isEqualTo(401);
  }

  private void isOutThere(Somebody alice) {
    await()
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> assertThat(there.me(alice.bearer())).isEqualTo(401));
  }

  @Test
  void aDisabledAccountIsOutEverywhereBeforeTheNextSweep() {
    Somebody alice = here.somebody();
    await("it is felt before a sweep")
        .pollInSameThread()
        .until(
            () -> {
              administer(alice.id(), new JsonObject().put("disabled", false));
              Somebody again = here.entered(alice.handle(), PASSWORD);
              assertThat(there.me(again.bearer())).isEqualTo(200);
              return sweepsThere.unmovedBy(
                  () -> {
                    administer(alice.id(), new JsonObject().put("disabled", true));
                    isOutThere(again);
                  });
            });
  }

  @Test
  void aDisabledAccountIsOutEverywhereAndStaysOut() {
    Somebody alice = here.somebody();

    assertThat(administer(alice.id(), new JsonObject().put("disabled", true)).statusCode())
        .isEqualTo(200);

    isOutThere(alice);
    assertThat(refresh(there, alice.refresh()).statusCode()).isEqualTo(401);
    assertThat(here.logIn(alice.handle(), PASSWORD).statusCode()).isEqualTo(401);
    assertThat(here.logIn(alice.handle(), PASSWORD).body())
        .isEqualTo(here.logIn("nobodyatall", PASSWORD).body());

    administer(alice.id(), new JsonObject().put("disabled", false));
    assertThat(here.logIn(alice.handle(), PASSWORD).statusCode()).isEqualTo(201);
    assertThat(here.me(alice.bearer())).isEqualTo(401);
  }

  @Test
  void anotherRoleNeedsAnotherLogIn() {
    Somebody alice = here.somebody();
    assertThat(
            here.call(
                    "PATCH",
                    "/api/v2/accounts/" + alice.id(),
                    alice.bearer(),
                    new JsonObject().put("role", "admin"))
                .statusCode())
        .isEqualTo(403);

    administer(alice.id(), new JsonObject().put("role", "admin"));

    await().untilAsserted(() -> assertThat(there.me(alice.bearer())).isEqualTo(401));
    Somebody admin = there.entered(alice.handle(), PASSWORD);
    String other = here.somebody().id();
    assertThat(
            here.call(
                    "PATCH",
                    "/api/v2/accounts/" + other,
                    admin.bearer(),
                    new JsonObject().put("role", "bot"))
                .statusCode())
        .isEqualTo(200);
    administer(alice.id(), new JsonObject().put("role", "user"));
  }

  @Test
  void somebodyIsLeftWhoAdministers() {
    String root = program.database().text("SELECT id FROM accounts WHERE handle_key = 'root'");

    assertThat(administer(root, new JsonObject().put("role", "user")).statusCode()).isEqualTo(409);
    assertThat(administer(root, new JsonObject().put("disabled", true)).statusCode())
        .isEqualTo(409);
    assertThat(administer(root, new JsonObject().put("role", "admin")).statusCode()).isEqualTo(200);
  }

  @Test
  void aNewPasswordEndsTheOtherSessions() {
    Somebody alice = here.somebody();
    Somebody elsewhere = there.entered(alice.handle(), PASSWORD);

    assertThat(change(alice, "not the password", "a new password").statusCode()).isEqualTo(400);
    assertThat(change(alice, PASSWORD, "short").statusCode()).isEqualTo(400);
    assertThat(change(alice, PASSWORD, "a new password").statusCode()).isEqualTo(204);

    assertThat(here.me(alice.bearer())).isEqualTo(200);
    await().untilAsserted(() -> assertThat(there.me(elsewhere.bearer())).isEqualTo(401));
    assertThat(here.logIn(alice.handle(), PASSWORD).statusCode()).isEqualTo(401);
    assertThat(here.logIn(alice.handle(), "a new password").statusCode()).isEqualTo(201);
  }

  @Test
  void aRefreshTokenWorksOnceAndTheNextOneAfterIt() {
    Somebody alice = here.somebody();

    JsonObject next = json(refresh(there, alice.refresh()));

    assertThat(next.getJsonObject("session").getString("id")).isEqualTo(alice.session());
    assertThat(here.me(Map.of("Authorization", "Bearer " + next.getString("accessToken"))))
        .isEqualTo(200);
    assertThat(refresh(here, alice.refresh()).statusCode()).isEqualTo(409);
    assertThat(refresh(here, next.getString("refreshToken")).statusCode()).isEqualTo(200);
    assertThat(refresh(here, "A".repeat(43)).statusCode()).isEqualTo(401);
  }

  @Test
  void ofAHundredRefreshesAtOnceOneSucceedsAndTheSessionGoesOn() {
    Somebody alice = here.somebody();
    List<HttpResponse<String>> answers;
    try (ExecutorService crowd = Executors.newFixedThreadPool(50)) {
      answers =
          IntStream.range(0, 100)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> refresh(i % 2 == 0 ? here : there, alice.refresh()), crowd))
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .toList();
    }

    assertThat(answers)
        .extracting(HttpResponse::statusCode)
        .containsOnly(200, 409)
        .containsOnlyOnce(200);
    HttpResponse<String> winner =
        answers.stream().filter(it -> it.statusCode() == 200).findFirst().orElseThrow();
    assertThat(refresh(here, json(winner).getString("refreshToken")).statusCode()).isEqualTo(200);
    assertThat(there.me(alice.bearer())).isEqualTo(200);
  }

  @Test
  void aUsedRefreshTokenThatComesBackLaterEndsTheSession() {
    Somebody alice = here.somebody();
    JsonObject next = json(refresh(here, alice.refresh()));
    program
        .database()
        .execute(
            "UPDATE refresh_tokens SET used_at = used_at - interval '11 seconds' WHERE session_id ="
                + " ?",
            alice.session());

    assertThat(refresh(there, alice.refresh()).statusCode()).isEqualTo(401);

    assertThat(refresh(here, next.getString("refreshToken")).statusCode()).isEqualTo(401);
    await().untilAsserted(() -> assertThat(here.me(alice.bearer())).isEqualTo(401));
    assertThat(program.database().text("SELECT reason FROM sessions WHERE id = ?", alice.session()))
        .isEqualTo("reuse");
  }

  @Test
  void somebodySeesTheirSessionsAndEndsThem() {
    Somebody alice = here.somebody();
    Somebody phone = there.entered(alice.handle(), PASSWORD);
    Somebody tablet = there.entered(alice.handle(), PASSWORD);

    assertThat(sessions(alice)).containsExactly(tablet.session(), phone.session(), alice.session());
    assertThat(
            here.call("DELETE", "/api/v2/sessions/" + phone.session(), alice.bearer()).statusCode())
        .isEqualTo(204);
    assertThat(
            here.call("DELETE", "/api/v2/sessions/" + phone.session(), alice.bearer()).statusCode())
        .isEqualTo(404);
    assertThat(
            here.call("DELETE", "/api/v2/sessions/" + alice.session(), here.somebody().bearer())
                .statusCode())
        .isEqualTo(404);
    assertThat(sessions(alice)).containsExactly(tablet.session(), alice.session());
    assertThat(here.call("DELETE", "/api/v2/sessions", alice.bearer()).statusCode()).isEqualTo(204);
    assertThat(sessions(alice)).containsExactly(alice.session());
  }

  @Test
  void aTicketIsMadeForASessionAndNotForAService() {
    Somebody alice = here.somebody();

    HttpResponse<String> ticket = here.call("POST", "/api/v2/tickets", alice.bearer());

    assertThat(ticket.statusCode()).isEqualTo(201);
    assertThat(json(ticket).getString("ticket")).hasSize(43);
    assertThat(
            program
                .database()
                .number("SELECT count(*) FROM tickets WHERE session_id = ?", alice.session()))
        .isOne();
    assertThat(here.call("POST", "/api/v2/tickets", People.service()).statusCode()).isEqualTo(403);
  }

  @Test
  void aDeafNodeFindsOutBySweeping() {
    Somebody alice = here.somebody();

    // As a node would that died before it could tell the others.
    program
        .database()
        .execute(
            "UPDATE sessions SET revoked_at = now(), reason = 'test' WHERE id = ?",
            alice.session());

    await().untilAsserted(() -> assertThat(there.me(alice.bearer())).isEqualTo(401));
  }

  private HttpResponse<String> refresh(People where, String token) {
    return where.call(
        "POST", "/api/v2/sessions/refresh", Map.of(), new JsonObject().put("refreshToken", token));
  }

  private HttpResponse<String> administer(String id, JsonObject change) {
    return here.call("PATCH", "/api/v2/accounts/" + id, People.service(), change);
  }

  private HttpResponse<String> change(Somebody who, String current, String password) {
    return here.call(
        "PUT",
        "/api/v2/accounts/me/password",
        who.bearer(),
        new JsonObject().put("current", current).put("password", password));
  }

  private List<String> sessions(Somebody who) {
    return json(here.call("GET", "/api/v2/sessions", who.bearer())).getJsonArray("items").stream()
        .map(it -> ((JsonObject) it).getString("id"))
        .toList();
  }
}

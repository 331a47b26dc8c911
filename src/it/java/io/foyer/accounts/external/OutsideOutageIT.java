package io.foyer.accounts.external;

import static io.foyer.testing.People.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.testing.People;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people see while the accounts server is away. */
class OutsideOutageIT {
  private final Vertx vertx = Vertx.vertx();
  private final AccountsServer server = new AccountsServer(vertx);
  private final ProgramFixture program =
      ProgramFixture.openForgetful(
          "outside_outage",
          Map.of("AUTH_SERVER", server.url().toString(), "AUTH_TIMEOUT", "500ms"));
  private final People people = new People(program.node().port());

  @AfterEach
  void close() {
    program.close();
    assertThat(program.logs().holding("canarytoken")).isEmpty();
    vertx.close().await();
  }

  private HttpResponse<String> get(String path, String token) {
    return people.call("GET", path, Map.of("Authorization", "Bearer " + token));
  }

  @Test
  void nobodyIsAnyoneWhileThereIsNoServerAtAll() {
    server.close();

    for (String path : List.of("/api/v2/accounts/me", "/api/v1/auth/me", "/v1/accounts/validate")) {
      HttpResponse<String> answer = get(path, "canarytokenc");
      assertThat(answer.statusCode()).as(path).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).as(path).isPresent();
    }
    assertThat(get("/api/v1/users", "canarytokenc").statusCode()).isEqualTo(200);
    assertThat(people.call("GET", "/api/v2/accounts/me", Map.of()).statusCode()).isEqualTo(401);
  }

  @Test
  void itIsSaidThatNobodyKnowsAndWhoWasKnownStaysKnownForAWhile() {
    server.knows("canarytokena", "a", "Ann", "user");
    server.knows("canarytokenb", "b", "Bob", "user");
    await().until(() -> get("/api/v2/accounts/me", "canarytokena").statusCode() == 200);
    server.silent(); // who waited for it would wait for ever

    assertThat(get("/api/v2/accounts/me", "canarytokena").statusCode()).isEqualTo(200);
    for (int i = 0; i < 8; i++) {
      HttpResponse<String> answer = get("/api/v2/accounts/me", "canarytokenb");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }
    assertThat(get("/api/v1/auth/me", "canarytokenb").statusCode()).isEqualTo(503);
    HttpResponse<String> chat = get("/v1/accounts/validate", "canarytokenb");
    assertThat(chat.statusCode()).isEqualTo(503);
    assertThat(json(chat).getInteger("error")).isEqualTo(1004);
    HttpResponse<String> readiness = get("/readiness", "canarytokenb");
    assertThat(readiness.statusCode()).isEqualTo(200);
    assertThat(json(readiness).getJsonObject("data").getJsonArray("services"))
        .contains(
            new JsonObject().put("name", "Auth").put("status", "offline"),
            new JsonObject().put("name", "accounts").put("status", "offline"));
    assertThat(people.call("GET", "/api/v2/accounts", People.service()).statusCode())
        .isEqualTo(200);
    await().until(() -> get("/api/v2/accounts/me", "canarytokena").statusCode() == 503);

    server.well();
    await().until(() -> get("/api/v2/accounts/me", "canarytokenb").statusCode() == 200);
  }
}

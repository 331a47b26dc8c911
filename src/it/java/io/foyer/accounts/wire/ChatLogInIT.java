package io.foyer.accounts.wire;

import static io.foyer.accounts.wire.OldAccountsClient.bearer;
import static io.foyer.accounts.wire.OldAccountsClient.invalid;
import static io.foyer.accounts.wire.OldAccountsClient.refused;
import static io.foyer.accounts.wire.OldAccountsClient.wish;
import static io.foyer.testing.People.PASSWORD;
import static io.foyer.testing.People.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Log-in, log-out and who somebody is on the wire of the chat. */
@TestInstance(Lifecycle.PER_CLASS)
class ChatLogInIT {
  private final ProgramFixture program = ProgramFixture.open("chat_login", Map.of());
  private final People people = new People(program.node().port());
  private final OldAccountsClient oldAccountsClient = new OldAccountsClient(people);
  private final JsonObject jane = wish("Jane", 1);
  private Map<String, String> service = Map.of();

  @BeforeAll
  void register() {
    service = oldAccountsClient.service();
    oldAccountsClient.register(service, jane);
  }

  @AfterAll
  void close() {
    program.close();
  }

  private String address() {
    return jane.getString("email");
  }

  @Test
  void aServiceLogsPeopleIn() {
    HttpResponse<String> answer = oldAccountsClient.logIn(service, address(), PASSWORD);

    assertThat(answer.statusCode()).isEqualTo(200);
    JsonObject made = json(answer);
    assertThat(made.fieldNames())
        .containsExactlyInAnyOrder("user", "type", "name", "about", "roles", "token");
    assertThat(made.getString("user")).matches("[0-9a-f]{24}");
    assertThat(made.getString("token")).matches("[0-9a-f]{64}");
    assertThat(made.getInteger("type")).isEqualTo(1);
    assertThat(made.getJsonArray("roles")).isEqualTo(JsonArray.of("user"));
  }

  @Test
  void botsAndServicesLogInByThemselves() {
    for (int type : List.of(2, 3)) {
      JsonObject wish = wish("machine", type);
      oldAccountsClient.register(People.service(), wish);

      JsonObject made = json(oldAccountsClient.logIn(Map.of(), wish.getString("email"), PASSWORD));

      assertThat(made.getInteger("type")).isEqualTo(type);
      assertThat(made.getJsonArray("roles")).isEqualTo(JsonArray.of(type == 2 ? "service" : "bot"));
    }
  }

  @Test
  void anAdminIsAUserToo() {
    JsonObject root =
        json(
            oldAccountsClient.logIn(
                service, "root@canary.example", ProgramFixture.secret("ADMIN_PASSWORD")));

    assertThat(root.getInteger("type")).isEqualTo(1);
    assertThat(root.getJsonArray("roles")).isEqualTo(JsonArray.of("admin", "user"));
  }

  @Test
  void withoutAServiceNobodyComesInAndNothingIsTold() {
    refused(oldAccountsClient.logIn(Map.of(), address(), PASSWORD), 401, 1000);
    refused(oldAccountsClient.logIn(people.somebody().bearer(), address(), PASSWORD), 401, 1002);
    for (Map<String, String> voucher : List.of(Map.<String, String>of(), service)) {
      HttpResponse<String> wrong = oldAccountsClient.logIn(voucher, address(), "wrong password");
      HttpResponse<String> unknown =
          oldAccountsClient.logIn(voucher, "nobody@canary.example", "wrong password");
      refused(wrong, 403, 1001);
      assertThat(unknown.statusCode()).isEqualTo(403);
      assertThat(unknown.body()).isEqualTo(wrong.body());
    }
    refused(oldAccountsClient.logIn(service, "no address", PASSWORD), 403, 1001);
    refused(oldAccountsClient.logIn(service, address() + "\u0000", PASSWORD), 403, 1001);
  }

  @Test
  void aLogInThatNobodyVouchedForLeavesNoSession() {
    JsonObject wish = wish("unvouched", 1);
    oldAccountsClient.register(service, wish);

    refused(oldAccountsClient.logIn(Map.of(), wish.getString("email"), PASSWORD), 401, 1000);

    assertThat(
            program
                .database()
                .number(
                    "SELECT count(*) FROM sessions s JOIN accounts a ON a.id = s.account_id"
                        + " WHERE a.email = ? AND s.revoked_at IS NULL",
                    wish.getString("email")))
        .isZero();
  }

  @Test
  void whatIsWrongIsNamed() {
    JsonObject nothing = new JsonObject();
    invalid(oldAccountsClient.post("/login", service, nothing), "email", "password");
    invalid(
        oldAccountsClient.post(
            "/login", service, new JsonObject().put("email", 1).put("password", "").put("x", 1)),
        "email",
        "password",
        "x");
    invalid(oldAccountsClient.post("/info", service, nothing), "users");
    invalid(oldAccountsClient.post("/info", service, new JsonObject().put("users", "x")), "users");
    invalid(
        oldAccountsClient.post(
            "/info", service, new JsonObject().put("users", JsonArray.of(1, "x"))),
        "users");
  }

  @Test
  void aTokenIsGoodUntilItsLogOut() {
    Map<String, String> token = oldAccountsClient.entered(service, address());
    HttpResponse<String> valid = oldAccountsClient.validate(token);
    assertThat(valid.statusCode()).isEqualTo(200);
    assertThat(json(valid).fieldNames())
        .containsExactlyInAnyOrder("user", "type", "name", "about", "roles");

    HttpResponse<String> left = oldAccountsClient.post("/logout", token, new JsonObject());

    assertThat(json(left)).isEqualTo(new JsonObject().put("user", json(valid).getString("user")));
    refused(oldAccountsClient.validate(token), 401, 1000);
    refused(oldAccountsClient.post("/logout", token, new JsonObject()), 401, 1000);
    refused(oldAccountsClient.info(token, List.of()), 401, 1000);
  }

  @Test
  void aTokenOfAnotherWireIsAsGood() {
    Somebody somebody = people.somebody();

    assertThat(json(oldAccountsClient.validate(somebody.bearer())).getString("user"))
        .isEqualTo(somebody.id());
    assertThat(people.me(oldAccountsClient.entered(service, address()))).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bearer T", "Bearer  T", "Bearer T x", "BEARER T", "T", "Basic T", "Bearer"})
  void theHeaderIsTakenInOneFormOnly(String form) {
    String token = json(oldAccountsClient.logIn(service, address(), PASSWORD)).getString("token");

    refused(
        oldAccountsClient.validate(Map.of("Authorization", form.replace("T", token))), 401, 1000);
  }

  @Test
  void nobodyComesInByNoTokenOrABadOne() {
    refused(oldAccountsClient.validate(Map.of()), 401, 1000);
    refused(oldAccountsClient.validate(bearer("0".repeat(64))), 401, 1000);
    refused(oldAccountsClient.validate(bearer("garbage")), 401, 1000);
    refused(oldAccountsClient.post("/logout", Map.of(), new JsonObject()), 401, 1000);
    refused(oldAccountsClient.post("/logout", People.service(), new JsonObject()), 401, 1002);
    refused(oldAccountsClient.validate(People.service()), 401, 1000);
  }

  @Test
  void peopleAreKnownByTheirIds() {
    String id = json(oldAccountsClient.logIn(service, address(), PASSWORD)).getString("user");

    JsonObject answer =
        json(oldAccountsClient.info(service, List.of(id, "0".repeat(24), "x", "\u0000", id)));

    assertThat(answer.getJsonArray("users"))
        .isEqualTo(
            JsonArray.of(
                new JsonObject()
                    .put("user", id)
                    .put("type", 1)
                    .put("name", "Jane")
                    .put("about", "")));
  }

  @Test
  void whatIsNotThereIsSaidByACode() {
    refused(people.call("GET", "/v1/accounts/nothing", Map.of()), 404, 404);
    refused(people.call("GET", "/v1/nothing", Map.of()), 404, 404);
    refused(people.call("GET", "/v1/accounts/login", Map.of()), 405, 405);
    assertThat(people.call("GET", "/v1/accounts/validate/", service).statusCode()).isEqualTo(200);
  }
}

package io.foyer.accounts.wire;

import static io.foyer.accounts.wire.Chat.bearer;
import static io.foyer.accounts.wire.Chat.invalid;
import static io.foyer.accounts.wire.Chat.refused;
import static io.foyer.accounts.wire.Chat.wish;
import static io.foyer.testing.People.PASSWORD;
import static io.foyer.testing.People.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.House;
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
  private final House house = House.open("chat_login", Map.of());
  private final People people = new People(house.node().port());
  private final Chat chat = new Chat(people);
  private final JsonObject jane = wish("Jane", 1);
  private Map<String, String> service = Map.of();

  @BeforeAll
  void register() {
    service = chat.service();
    chat.register(service, jane);
  }

  @AfterAll
  void close() {
    house.close();
  }

  private String address() {
    return jane.getString("email");
  }

  @Test
  void aServiceLogsPeopleIn() {
    HttpResponse<String> answer = chat.logIn(service, address(), PASSWORD);

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
      chat.register(People.service(), wish);

      JsonObject made = json(chat.logIn(Map.of(), wish.getString("email"), PASSWORD));

      assertThat(made.getInteger("type")).isEqualTo(type);
      assertThat(made.getJsonArray("roles")).isEqualTo(JsonArray.of(type == 2 ? "service" : "bot"));
    }
  }

  @Test
  void anAdminIsAUserToo() {
    JsonObject root =
        json(chat.logIn(service, "root@canary.example", House.secret("ADMIN_PASSWORD")));

    assertThat(root.getInteger("type")).isEqualTo(1);
    assertThat(root.getJsonArray("roles")).isEqualTo(JsonArray.of("admin", "user"));
  }

  @Test
  void withoutAServiceNobodyComesInAndNothingIsTold() {
    refused(chat.logIn(Map.of(), address(), PASSWORD), 401, 1000);
    refused(chat.logIn(people.somebody().bearer(), address(), PASSWORD), 401, 1002);
    for (Map<String, String> voucher : List.of(Map.<String, String>of(), service)) {
      HttpResponse<String> wrong = chat.logIn(voucher, address(), "wrong password");
      HttpResponse<String> unknown = chat.logIn(voucher, "nobody@canary.example", "wrong password");
      refused(wrong, 403, 1001);
      assertThat(unknown.statusCode()).isEqualTo(403);
      assertThat(unknown.body()).isEqualTo(wrong.body());
    }
    refused(chat.logIn(service, "no address", PASSWORD), 403, 1001);
    refused(chat.logIn(service, address() + "\u0000", PASSWORD), 403, 1001);
  }

  @Test
  void aLogInThatNobodyVouchedForLeavesNoSession() {
    JsonObject wish = wish("unvouched", 1);
    chat.register(service, wish);

    refused(chat.logIn(Map.of(), wish.getString("email"), PASSWORD), 401, 1000);

    assertThat(
            house
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
    invalid(chat.post("/login", service, nothing), "email", "password");
    invalid(
        chat.post(
            "/login", service, new JsonObject().put("email", 1).put("password", "").put("x", 1)),
        "email",
        "password",
        "x");
    invalid(chat.post("/info", service, nothing), "users");
    invalid(chat.post("/info", service, new JsonObject().put("users", "x")), "users");
    invalid(
        chat.post("/info", service, new JsonObject().put("users", JsonArray.of(1, "x"))), "users");
  }

  @Test
  void aTokenIsGoodUntilItsLogOut() {
    Map<String, String> token = chat.entered(service, address());
    HttpResponse<String> valid = chat.validate(token);
    assertThat(valid.statusCode()).isEqualTo(200);
    assertThat(json(valid).fieldNames())
        .containsExactlyInAnyOrder("user", "type", "name", "about", "roles");

    HttpResponse<String> left = chat.post("/logout", token, new JsonObject());

    assertThat(json(left)).isEqualTo(new JsonObject().put("user", json(valid).getString("user")));
    refused(chat.validate(token), 401, 1000);
    refused(chat.post("/logout", token, new JsonObject()), 401, 1000);
    refused(chat.info(token, List.of()), 401, 1000);
  }

  @Test
  void aTokenOfAnotherWireIsAsGood() {
    Somebody somebody = people.somebody();

    assertThat(json(chat.validate(somebody.bearer())).getString("user")).isEqualTo(somebody.id());
    assertThat(people.me(chat.entered(service, address()))).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bearer T", "Bearer  T", "Bearer T x", "BEARER T", "T", "Basic T", "Bearer"})
  void theHeaderIsTakenInOneFormOnly(String form) {
    String token = json(chat.logIn(service, address(), PASSWORD)).getString("token");

    refused(chat.validate(Map.of("Authorization", form.replace("T", token))), 401, 1000);
  }

  @Test
  void nobodyComesInByNoTokenOrABadOne() {
    refused(chat.validate(Map.of()), 401, 1000);
    refused(chat.validate(bearer("0".repeat(64))), 401, 1000);
    refused(chat.validate(bearer("garbage")), 401, 1000);
    refused(chat.post("/logout", Map.of(), new JsonObject()), 401, 1000);
    refused(chat.post("/logout", People.service(), new JsonObject()), 401, 1002);
    refused(chat.validate(People.service()), 401, 1000);
  }

  @Test
  void peopleAreKnownByTheirIds() {
    String id = json(chat.logIn(service, address(), PASSWORD)).getString("user");

    JsonObject answer = json(chat.info(service, List.of(id, "0".repeat(24), "x", "\u0000", id)));

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

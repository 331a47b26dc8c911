package io.foyer.accounts.wire;

import static io.foyer.accounts.wire.OldAccountsClient.invalid;
import static io.foyer.accounts.wire.OldAccountsClient.refused;
import static io.foyer.accounts.wire.OldAccountsClient.wish;
import static io.foyer.testing.People.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.testing.People;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
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

/** Registering on the wire of the chat. */
@TestInstance(Lifecycle.PER_CLASS)
class ChatRegistrationIT {
  private final ProgramFixture program = ProgramFixture.open("chat_registration", Map.of());
  private final People people = new People(program.node().port());
  private final OldAccountsClient oldAccountsClient = new OldAccountsClient(people);
  private Map<String, String> service = Map.of();

  @BeforeAll
  void service() {
    service = oldAccountsClient.service();
  }

  @AfterAll
  void close() {
    program.close();
  }

  @Test
  void aServiceRegistersPeople() {
    JsonObject wish = wish("Jane Doe", 1).put("about", "hello");

    HttpResponse<String> answer = oldAccountsClient.register(service, wish);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer)).isEqualTo(new JsonObject().put("email", wish.getString("email")));
    JsonObject jane =
        json(oldAccountsClient.logIn(service, wish.getString("email"), People.PASSWORD));
    assertThat(jane.getString("name")).isEqualTo("Jane Doe");
    assertThat(jane.getString("about")).isEqualTo("hello");
  }

  @Test
  void aPasswordIsMadeForWhoBringsNone() {
    JsonObject wish = wish("John", 1);
    wish.remove("password");

    JsonObject answer = json(oldAccountsClient.register(service, wish));

    assertThat(answer.fieldNames()).containsExactly("email", "password");
    assertThat(
            oldAccountsClient
                .logIn(service, wish.getString("email"), answer.getString("password"))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void everybodyGetsAHandleHoweverManyShareAName() {
    List<CompletableFuture<Integer>> answers =
        IntStream.range(0, 6)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () ->
                            oldAccountsClient
                                .register(service, wish("Same Name!", 1))
                                .statusCode()))
            .toList();

    assertThat(answers.stream().map(CompletableFuture::join)).containsOnly(200);
    assertThat(program.database().number("SELECT count(*) FROM accounts WHERE name = 'Same Name!'"))
        .isEqualTo(6);
    assertThat(program.database().number("SELECT count(*) FROM accounts WHERE handle = 'samename'"))
        .isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Иван Петров", "李小龍", "हिन्दी", "***", "🙂", "O'Neill, Zoë"})
  void aNameMayBeAnything(String name) {
    JsonObject wish = wish(name, 1);

    assertThat(oldAccountsClient.register(service, wish).statusCode()).isEqualTo(200);
    assertThat(
            json(oldAccountsClient.logIn(service, wish.getString("email"), People.PASSWORD))
                .getString("name"))
        .isEqualTo(name);
  }

  @Test
  void whoMayRegisterWhomDependsOnTheType() {
    Map<String, String> user = people.somebody().bearer();
    for (int type : List.of(0, 1)) {
      refused(oldAccountsClient.register(Map.of(), wish("x", type)), 401, 1000);
      refused(oldAccountsClient.register(user, wish("x", type)), 401, 1002);
      assertThat(oldAccountsClient.register(service, wish("x", type)).statusCode()).isEqualTo(200);
      assertThat(oldAccountsClient.register(People.service(), wish("x", type)).statusCode())
          .isEqualTo(200);
    }
    for (int type : List.of(2, 3)) {
      refused(oldAccountsClient.register(Map.of(), wish("x", type)), 401, 1000);
      refused(oldAccountsClient.register(user, wish("x", type)), 401, 1002);
      refused(oldAccountsClient.register(service, wish("x", type)), 401, 1002);
      assertThat(oldAccountsClient.register(People.service(), wish("x", type)).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void anAddressThatIsTakenIsAConflict() {
    JsonObject wish = wish("Taken", 1);
    oldAccountsClient.register(service, wish);

    refused(oldAccountsClient.register(service, wish.copy().put("name", "Other")), 409, 703);
    refused(
        oldAccountsClient.register(
            service,
            wish.copy().put("email", wish.getString("email").toUpperCase(java.util.Locale.ROOT))),
        409,
        703);
  }

  @Test
  void everythingThatIsWrongIsNamedBeforeAnybodyIsAskedWhoTheyAre() {
    invalid(oldAccountsClient.register(Map.of(), new JsonObject()), "name", "email", "type");
    invalid(
        oldAccountsClient.register(
            Map.of(),
            new JsonObject()
                .put("name", "")
                .put("email", 1)
                .put("type", "1")
                .put("password", new JsonArray())
                .put("roles", JsonArray.of("admin"))),
        "name",
        "email",
        "type",
        "password",
        "roles");
    invalid(oldAccountsClient.register(service, wish("x", 4)), "type");
    invalid(oldAccountsClient.register(service, wish("x", -1)), "type");
    invalid(oldAccountsClient.register(service, wish("x", 1).put("email", "nobody")), "email");
    invalid(oldAccountsClient.register(service, wish("x", 1).put("password", "short")), "password");
    invalid(oldAccountsClient.register(service, wish("x".repeat(101), 1)), "name");
    invalid(oldAccountsClient.register(service, wish("a\u0000b", 1)), "name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "\"x\"", "{} {}"})
  void aBodyThatIsNoObjectIsRefused(String body) {
    for (String path : List.of("/register", "/login", "/info")) {
      invalid(people.call("POST", OldAccountsClient.ACCOUNTS + path, Map.of(), body));
    }
  }

  @Test
  void aHugeBodyIsRefused() {
    refused(
        oldAccountsClient.register(service, wish("x", 1).put("password", "x".repeat(1_000_000))),
        413,
        413);
  }
}

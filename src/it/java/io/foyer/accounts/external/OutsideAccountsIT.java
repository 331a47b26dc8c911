package io.foyer.accounts.external;

import static io.foyer.testing.People.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.testing.People;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program whose accounts are kept by another system. */
@TestInstance(Lifecycle.PER_CLASS)
class OutsideAccountsIT {
  private static final String ME = "/api/v2/accounts/me";

  private final Vertx vertx = Vertx.vertx();
  private final AccountsServer server = new AccountsServer(vertx);
  private final ProgramFixture program =
      ProgramFixture.open(
          "outside_accounts",
          Map.of("AUTH_SERVER", server.url().toString(), "AUTH_TIMEOUT", "10s"));
  private final People people = new People(program.node().port());

  @BeforeEach
  void well() {
    server.well();
  }

  @AfterAll
  void close() {
    program.close();
    assertThat(program.logs().holding("canarytoken")).isEmpty();
    vertx.close().await();
  }

  private static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> me(String token) {
    return people.call("GET", ME, bearer(token));
  }

  private long asked() {
    return server.asked().size();
  }

  @Test
  void whoIsKnownThereHasAnAccountHere() {
    server.knows("canarytoken1", "subject-1", "Jané Doe", "user");

    HttpResponse<String> answer = me("canarytoken1");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).getString("name")).isEqualTo("Jané Doe");
    assertThat(json(answer).getString("handle")).isEqualTo("janédoe");
    assertThat(json(answer).getString("role")).isEqualTo("user");
    assertThat(json(answer).getJsonArray("identities"))
        .isEqualTo(
            JsonArray.of(
                new JsonObject().put("provider", "account-server").put("subject", "subject-1")));
    assertThat(json(people.call("GET", "/v1/accounts/validate", bearer("canarytoken1"))))
        .isEqualTo(
            new JsonObject()
                .put("user", json(answer).getString("id"))
                .put("type", 1)
                .put("name", "Jané Doe")
                .put("about", "")
                .put("roles", JsonArray.of("user")));
    assertThat(people.call("GET", "/api/v1/auth/me", bearer("canarytoken1")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void manyAtOnceAskOnceAndMakeOneAccount() {
    server.knows("canarytoken2", "subject-2", "Many", "user");
    server.slow(200);
    long before = asked();

    List<CompletableFuture<Integer>> answers =
        IntStream.range(0, 20)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> me("canarytoken2").statusCode()))
            .toList();

    assertThat(answers.stream().map(CompletableFuture::join)).containsOnly(200);
    assertThat(asked()).isEqualTo(before + 1);
    assertThat(program.database().number("SELECT count(*) FROM accounts WHERE name = 'Many'"))
        .isOne();
  }

  @Test
  void ofManyTokensOfANewPersonOneAccountIsMade() {
    IntStream.range(0, 8)
        .forEach(i -> server.knows("canarytoken3x" + i, "subject-3", "Twice", "user"));

    List<CompletableFuture<String>> answers =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> json(me("canarytoken3x" + i)).getString("id")))
            .toList();

    assertThat(answers.stream().map(CompletableFuture::join).distinct()).hasSize(1);
  }

  @Test
  void twoPeopleOfOneNameAreTwo() {
    server.knows("canarytoken4", "subject-4", "root", "user");
    server.knows("canarytoken5", "subject-5", "ROOT!", "user");
    server.knows("canarytoken6", "subject-6", "***", "bot");
    server.knows("canarytoken7", "subject-7", "", "service");

    assertThat(List.of("4", "5", "6", "7"))
        .extracting(n -> json(me("canarytoken" + n)).getString("id"))
        .doesNotHaveDuplicates()
        .doesNotContainNull();
  }

  @Test
  void aRoleIsFollowed() {
    server.knows("canarytoken8", "subject-8", "Climber", "user");
    assertThat(json(me("canarytoken8")).getString("role")).isEqualTo("user");
    server.knows("canarytoken9", "subject-8", "Climbed", "admin", "user");

    JsonObject after = json(me("canarytoken9"));

    assertThat(after.getString("role")).isEqualTo("admin");
    assertThat(after.getString("name")).isEqualTo("Climbed");
  }

  @Test
  void whoIsDisabledHereIsKeptOut() {
    server.knows("canarytoken11", "subject-11", "Banned", "user");
    String id = json(me("canarytoken11")).getString("id");
    people.call(
        "PATCH",
        "/api/v2/accounts/" + id,
        People.service(),
        new JsonObject().put("disabled", true));
    server.knows("canarytoken12", "subject-11", "Banned", "user");

    assertThat(me("canarytoken12").statusCode()).isEqualTo(401);
  }

  @Test
  void aTokenThatNobodyHasIsRefusedAndAskedForOnce() {
    long before = asked();

    IntStream.range(0, 5)
        .forEach(i -> assertThat(me("canarytokenbad").statusCode()).isEqualTo(401));

    assertThat(asked()).isEqualTo(before + 1);
  }

  @Test
  void whatCannotBeATokenIsSentNowhere() {
    long before = asked();

    for (String odd : List.of("a b", "é", "a\"b", "x".repeat(5_000), "", "a;b")) {
      assertThat(people.call("GET", ME, Map.of("Authorization", "Bearer " + odd)).statusCode())
          .as(odd)
          .isEqualTo(401);
    }
    assertThat(people.call("GET", ME, Map.of()).statusCode()).isEqualTo(401);

    assertThat(asked()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "{'user':'odd-1','type':1,'name':'a\\u0000b','about':'\\u0000','roles':['user']}|200",
        "{'user':'odd-2','type':1,'name':'\\ud800','about':'\\udc00','roles':['user']}|200",
        "{'user':'odd-3','type':1,'name':'LONG','about':'LONG','roles':['user']}|200",
        "{'user':'odd-4','type':1,'name':['a'],'about':{},'roles':['user']}|200",
        "{'user':'odd\\u00005','type':1,'roles':['user']}|401",
        "{'user':'\\ud800','type':1,'roles':['user']}|401",
        "{'user':'LONG','type':1,'roles':['user']}|401",
        "{'user':'odd-6','type':99999999999,'roles':['user']}|401",
        "{'user':7,'type':1,'roles':['user']}|401",
        "{}|401"
      },
      delimiter = '|',
      quoteCharacter = '`')
  void noAnswerOfTheirsIsAFaultOfOurs(String answer, int status) {
    String token = "canarytokenodd" + Integer.toHexString(answer.hashCode());
    server.answers(200, answer.replace('\'', '"').replace("LONG", "𠮷".repeat(5_000)));

    assertThat(me(token).statusCode()).isEqualTo(status);
    assertThat(me(token).statusCode()).isEqualTo(status);
  }

  @Test
  void nobodyLogsInOrRegistersHere() {
    long before = asked();
    assertThat(people.logIn("root", ProgramFixture.secret("ADMIN_PASSWORD")).statusCode())
        .isEqualTo(403);
    assertThat(people.register("new", People.address("new"), People.PASSWORD).statusCode())
        .isEqualTo(403);
    JsonObject login = new JsonObject().put("username", "root").put("password", "long enough");
    assertThat(people.call("POST", "/api/v1/auth/token", Map.of(), login).statusCode())
        .isEqualTo(403);
    JsonObject chat = new JsonObject().put("email", "a@b.example").put("password", "long enough");
    assertThat(people.call("POST", "/v1/accounts/login", Map.of(), chat).statusCode())
        .isEqualTo(401);
    assertThat(asked()).isEqualTo(before);
    assertThat(people.call("GET", "/api/v2/accounts", People.service()).statusCode())
        .isEqualTo(200);
  }
}

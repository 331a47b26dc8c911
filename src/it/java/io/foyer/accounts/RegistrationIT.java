package io.foyer.accounts;

import static io.foyer.testing.People.PASSWORD;
import static io.foyer.testing.People.address;
import static io.foyer.testing.People.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may register, as whom. Numbers are those of the checks of the old Meetings. */
@TestInstance(Lifecycle.PER_CLASS)
class RegistrationIT {
  private static final String RESETS = "/api/v2/password-resets";

  private ProgramFixture program;
  private People people;

  @BeforeAll
  void open() {
    program = ProgramFixture.open("registration", Map.of());
    people = new People(program.node().port());
  }

  @AfterAll
  void close() {
    program.close();
  }

  // 5
  @Test
  void whoRegistersGetsAnAccountWithoutItsPassword() {
    HttpResponse<String> answer = people.register("five", address("five"), PASSWORD);

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(json(answer).fieldNames())
        .containsExactlyInAnyOrder(
            "id",
            "handle",
            "name",
            "about",
            "role",
            "disabled",
            "createdAt",
            "email",
            "identities");
    assertThat(json(answer).getString("role")).isEqualTo("user");
    Somebody five = people.entered("five", PASSWORD);
    String location = answer.headers().firstValue("Location").orElseThrow();
    assertThat(people.call("GET", location, five.bearer()).statusCode()).isEqualTo(200);
  }

  // 6
  @Test
  void letterCaseMakesNoDifference() {
    HttpResponse<String> answer = people.register("SixTh", "Six@CANARY.example", PASSWORD);

    assertThat(json(answer).getString("handle")).isEqualTo("sixth");
    assertThat(json(answer).getString("email")).isEqualTo("Six@canary.example");
    for (String login :
        List.of("sixth", "SIXTH", "sIxTh", "six@canary.example", "SIX@canary.EXAMPLE")) {
      assertThat(people.logIn(login, PASSWORD).statusCode()).isEqualTo(201);
    }
  }

  // 7
  @ParameterizedTest
  @CsvSource({
    "seven,other@canary.example,This handle is taken.",
    "SEVEN,other@canary.example,This handle is taken.",
    "ｓｅｖｅｎ,other@canary.example,This handle is taken.",
    "another,seven@canary.example,This e-mail address is taken.",
    "another,SEVEN@Canary.Example,This e-mail address is taken."
  })
  void nobodyTakesWhatIsTaken(String handle, String email, String reason) {
    people.register("seven", address("seven"), PASSWORD);

    HttpResponse<String> answer = people.register(handle, email, PASSWORD);

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(json(answer).getString("detail")).isEqualTo(reason);
  }

  // 8
  @ParameterizedTest
  @CsvSource(
      value = {
        "a_b|eight@canary.example|long enough|handle",
        "a b|eight@canary.example|long enough|handle",
        "''|eight@canary.example|long enough|handle",
        "eight|eight|long enough|email",
        "eight|eight@canary|long enough|email",
        "eight|eight@canary.example|7chars7|password",
        "eight|eight@canary.example|'        '|password",
        "eight|eight@canary.example|''|password"
      },
      delimiter = '|')
  void whatIsWrongIsNamed(String handle, String email, String password, String field) {
    HttpResponse<String> answer = people.register(handle, email, password);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(wrong(answer)).containsExactly(field);
  }

  @Test
  void everythingThatIsMissingIsNamed() {
    HttpResponse<String> answer = people.call("POST", "/api/v2/accounts", Map.of(), "{}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("handle").contains("email").contains("password");
  }

  // 9
  @ParameterizedTest
  @ValueSource(strings = {"admin", "root", "user"})
  void nobodyChoosesTheirRole(String role) {
    HttpResponse<String> answer =
        people.call("POST", "/api/v2/accounts", Map.of(), wish("nine").put("role", role));

    assertThat(answer.statusCode()).isEqualTo(400);
  }

  // 10
  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "null", "\"x\"", "", "{\"handle\":\"a\"} x"})
  void whatIsNoJsonObjectIsRefused(String body) {
    assertThat(people.call("POST", "/api/v2/accounts", Map.of(), body).statusCode()).isEqualTo(400);
  }

  // 11
  @ParameterizedTest
  @ValueSource(strings = {"Иван", "李小龍", "محمد", "हिन्दी", "𠮷野", "ΟΔΟΣ"})
  void namesInAnyScriptRegisterCleanly(String handle) {
    HttpResponse<String> answer = people.register(handle, address(People.unused()), PASSWORD);

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(people.entered(handle, PASSWORD).handle())
        .isEqualTo(json(answer).getString("handle"));
  }

  // 12
  @Test
  void everyByteOfALongPasswordCounts() {
    people.register("twelve", address("twelve"), "a".repeat(72) + "one");

    assertThat(people.logIn("twelve", "a".repeat(72) + "two").statusCode()).isEqualTo(401);
    assertThat(people.logIn("twelve", "a".repeat(72)).statusCode()).isEqualTo(401);
    assertThat(people.logIn("twelve", "a".repeat(72) + "one").statusCode()).isEqualTo(201);
  }

  // 13
  @Test
  void ofEightAtOnceOneIsRegistered() {
    List<CompletableFuture<Integer>> answers =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () ->
                            people
                                .register(
                                    i % 2 == 0 ? "thirteen" : "Thirteen",
                                    address("thirteen" + i),
                                    PASSWORD)
                                .statusCode()))
            .toList();

    assertThat(answers.stream().map(CompletableFuture::join))
        .containsOnlyOnce(201)
        .filteredOn(status -> status == 409)
        .hasSize(7);
    assertThat(
            program
                .database()
                .number("SELECT count(*) FROM accounts WHERE handle_key = 'thirteen'"))
        .isOne();
  }

  @Test
  void aPasswordMayHoldNulAndBlanksAreKept() {
    people.register("nul", address("nul"), " pass\u0000word ");

    assertThat(people.logIn("nul", "pass\u0000word").statusCode()).isEqualTo(401);
    assertThat(people.logIn("nul", " pass").statusCode()).isEqualTo(401);
    assertThat(people.logIn("nul", " pass\u0000word ").statusCode()).isEqualTo(201);
  }

  @Test
  void aHugePasswordIsRefusedClearly() {
    assertThat(people.register("huge", address("huge"), "x".repeat(1_000_000)).statusCode())
        .isEqualTo(413);
    HttpResponse<String> long1025 = people.register("huge", address("huge"), "x".repeat(1025));
    assertThat(long1025.statusCode()).isEqualTo(400);
    assertThat(wrong(long1025)).containsExactly("password");
    assertThat(people.register("huge", address("huge"), "x".repeat(1024)).statusCode())
        .isEqualTo(201);
    assertThat(people.logIn("huge", "x".repeat(1_000_000)).statusCode()).isEqualTo(413);
    assertThat(people.logIn("huge", "x".repeat(1024)).statusCode()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "about"})
  void whatCannotBeKeptIsRefused(String field) {
    for (String text : List.of("a\u0000b", "\ud800")) {
      String body =
          wish("kept")
              .put(field, "X")
              .encode()
              .replace("X", text.equals("\ud800") ? "\\ud800" : "\\u0000");
      assertThat(people.call("POST", "/api/v2/accounts", Map.of(), body).statusCode())
          .isEqualTo(400);
    }
  }

  // 18
  @Test
  void peopleAreFoundByTheBeginningOfHandleOrNameAndOnlyAdminsSeeAddresses() {
    Stream.of("searcha", "searchb", "searchc").forEach(people::registered);
    Somebody reader = people.somebody();

    JsonObject first =
        json(people.call("GET", "/api/v2/accounts?query=SEARCH&limit=2", reader.bearer()));
    JsonObject second =
        json(
            people.call(
                "GET",
                "/api/v2/accounts?query=SEARCH&limit=2&cursor=" + first.getString("next"),
                reader.bearer()));

    assertThat(handles(first)).containsExactly("searcha", "searchb");
    assertThat(handles(second)).containsExactly("searchc");
    assertThat(second.getString("next")).isNull();
    assertThat(first.encode() + second.encode()).doesNotContain("email");
    assertThat(people.call("GET", "/api/v2/accounts?query=searcha", People.service()).body())
        .contains(address("searcha"));
    assertThat(
            handles(
                json(people.call("GET", "/api/v2/accounts?query=nobodyatall", reader.bearer()))))
        .isEmpty();
    assertThat(people.call("GET", "/api/v2/accounts?query=%00", reader.bearer()).statusCode())
        .isEqualTo(200);
    assertThat(handles(json(people.call("GET", "/api/v2/accounts?query=%25", reader.bearer()))))
        .isEmpty();
  }

  // 46
  @ParameterizedTest
  @ValueSource(strings = {"a%3Fx=1", "%2e%2e", "%23", "0123456789abcdef0123456g", "%00"})
  void anIdThatIsNoneIsNotLookedFor(String id) {
    assertThat(people.call("GET", "/api/v2/accounts/" + id, People.service()).statusCode())
        .isIn(400, 404);
  }

  @Test
  void aLettersTokenTravelsInTheBodyWhereNoLogKeepsIt() {
    String handle = People.unused();
    people.register(handle, address(handle), PASSWORD);
    String token = Letters.token(program.database(), handle);
    JsonObject change = new JsonObject().put("password", "canary battery staple");

    assertThat(people.call("PUT", RESETS + "/" + token, Map.of(), change).statusCode())
        .as("as for any path that leads nowhere")
        .isEqualTo(401);
    change.put("token", token);
    assertThat(people.call("PUT", RESETS, Map.of(), change).statusCode()).isEqualTo(204);
    assertThat(people.logIn(handle, "canary battery staple").statusCode()).isEqualTo(201);
    assertThat(people.call("PUT", RESETS, Map.of(), change).statusCode()).isEqualTo(404);
  }

  @Test
  void whatIsNotKnownIsNotFound() {
    assertThat(
            people.call("GET", "/api/v2/accounts/" + "0".repeat(24), People.service()).statusCode())
        .isEqualTo(404);
  }

  private static JsonObject wish(String handle) {
    return new JsonObject()
        .put("handle", handle)
        .put("email", address(handle))
        .put("password", PASSWORD);
  }

  private static List<String> wrong(HttpResponse<String> answer) {
    return json(answer).getJsonArray("errors").stream()
        .map(it -> ((JsonObject) it).getString("field"))
        .toList();
  }

  private static List<String> handles(JsonObject page) {
    return page.getJsonArray("items").stream()
        .map(it -> ((JsonObject) it).getString("handle"))
        .toList();
  }
}

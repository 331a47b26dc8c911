package io.foyer.accounts.wire;

import static io.foyer.accounts.wire.OldMeetingsClient.USERS;
import static io.foyer.accounts.wire.OldMeetingsClient.data;
import static io.foyer.accounts.wire.OldMeetingsClient.detail;
import static io.foyer.accounts.wire.OldMeetingsClient.flaw;
import static io.foyer.accounts.wire.OldMeetingsClient.list;
import static io.foyer.accounts.wire.OldMeetingsClient.wish;
import static io.foyer.testing.People.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.testing.People;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Users on the wire of Meetings. A check carries the number it has in the list of Meetings'
 * behaviour.
 */
@TestInstance(Lifecycle.PER_CLASS)
class MeetingsUsersIT {
  private final ProgramFixture program = ProgramFixture.open("meetings_users", Map.of());
  private final OldMeetingsClient oldMeetingsClient =
      new OldMeetingsClient(new People(program.node().port()));

  @AfterAll
  void close() {
    program.close();
  }

  @Test
  void check5WhoRegistersIsToldWhoTheyAreAndWhere() {
    JsonObject wish = wish("Five");

    HttpResponse<String> answer = oldMeetingsClient.register(wish);

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(data(answer).fieldNames())
        .containsExactly("id", "username", "email", "role", "isActive");
    assertThat(data(answer).getString("username")).isEqualTo("five");
    assertThat(data(answer).getString("email")).isEqualTo(wish.getString("email"));
    assertThat(data(answer).getBoolean("isActive")).isTrue();
    String place = answer.headers().firstValue("Location").orElseThrow();
    assertThat(oldMeetingsClient.get(place).statusCode()).isEqualTo(200);
  }

  @Test
  void check6AUserIsFoundInAnyLetterCaseAndWithASlash() {
    oldMeetingsClient.register(wish("Sixth"));

    for (String path : List.of("/sixth", "/SiXtH", "/sixth/", "/%73ixth")) {
      HttpResponse<String> answer = oldMeetingsClient.get(USERS + path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(data(answer).getString("username")).isEqualTo("sixth");
    }
    assertThat(oldMeetingsClient.get(USERS + "/").statusCode()).isEqualTo(200);
    assertThat(oldMeetingsClient.people().call("HEAD", USERS + "/sixth", Map.of()).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "seven,other@canary.example",
    "SEVEN,other@canary.example",
    "another,Seven@canary.example",
    "another,sEVEN@Canary.Example"
  })
  void check7WhatIsTakenIsAConflict(String username, String email) {
    oldMeetingsClient.register(wish("seven").put("email", "Seven@canary.example"));

    HttpResponse<String> answer = oldMeetingsClient.register(wish(username).put("email", email));

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(detail(answer)).endsWith("is taken.").doesNotContainIgnoringCase("seven");
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "username|a_b|value_error",
        "username|a b|value_error",
        "username|''|value_error",
        "username|'   '|value_error",
        "email|eight|value_error",
        "email|Ann <ann@canary.example>|value_error",
        "password|7chars7|value_error",
        "password|'        '|value_error",
        "role|root|type_error.enum"
      },
      delimiter = '|')
  void check8And9AWrongFieldIsNamedAndNotRepeated(String field, String value, String type) {
    HttpResponse<String> answer = oldMeetingsClient.register(wish("eight").put(field, value));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(flaw(answer).getJsonArray("loc")).isEqualTo(JsonArray.of("body", field));
    assertThat(flaw(answer).getString("type")).isEqualTo(type);
    assertThat(flaw(answer).fieldNames()).containsExactly("loc", "msg", "type");
    if (!value.isBlank()) {
      assertThat(answer.body()).doesNotContain(value);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"username", "email", "password"})
  void check8AMissingOrMistypedFieldIsNamed(String field) {
    JsonObject wish = wish("mistyped");
    wish.remove(field);

    assertThat(flaw(oldMeetingsClient.register(wish)))
        .isEqualTo(
            new JsonObject()
                .put("loc", JsonArray.of("body", field))
                .put("msg", "field required")
                .put("type", "value_error.missing"));
    assertThat(flaw(oldMeetingsClient.register(wish.copy().putNull(field))).getString("type"))
        .isEqualTo("type_error.none.not_allowed");
    for (Object wrong : List.of(1, true, new JsonArray(), new JsonObject().put("a", 1))) {
      HttpResponse<String> answer = oldMeetingsClient.register(wish.copy().put(field, wrong));
      assertThat(answer.statusCode()).isEqualTo(422);
      assertThat(flaw(answer).getString("type")).isEqualTo("type_error.str");
    }
  }

  @Test
  void check9NobodyBecomesAnAdminByAskingForIt() {
    HttpResponse<String> answer = oldMeetingsClient.register(wish("nine").put("role", "admin"));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(data(answer).getString("role")).isEqualTo("user");
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "{|value_error.jsondecode",
        "{\"username\":\"canaryecho\"} x|value_error.jsondecode",
        "[]|type_error.dict",
        "\"canaryecho\"|type_error.dict",
        "null|type_error.dict",
        "12|type_error.dict",
        "''|value_error.missing"
      },
      delimiter = '|')
  void check10WhatIsNoObjectIsRefused(String body, String type) {
    HttpResponse<String> answer = oldMeetingsClient.register(body);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(flaw(answer).getString("type")).isEqualTo(type);
    assertThat(flaw(answer).getJsonArray("loc")).isEqualTo(JsonArray.of("body"));
    assertThat(answer.body()).doesNotContain("canaryecho");
  }

  @Test
  void aBodyThatIsDeepOrNoUnicodeIsRefused() {
    assertThat(oldMeetingsClient.register("[".repeat(20_000)).statusCode()).isEqualTo(422);
    assertThat(oldMeetingsClient.register("{\"a\":".repeat(5_000)).statusCode()).isEqualTo(422);
    String lone = wish("lone").put("password", "XXXXXXXX").encode().replace("XXXX", "\\ud800");
    assertThat(oldMeetingsClient.register(lone).statusCode()).isEqualTo(422);
    String nul = wish("nul").put("username", "X").encode().replace("\"X\"", "\"a\\u0000b\"");
    assertThat(oldMeetingsClient.register(nul).statusCode()).isEqualTo(422);
  }

  @Test
  void aHugePasswordIsRefusedClearly() {
    HttpResponse<String> answer =
        oldMeetingsClient.register(wish("huge").put("password", "x".repeat(1_000_000)));

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(detail(answer)).isNotBlank();
    assertThat(
            oldMeetingsClient
                .register(wish("huge").put("password", "x".repeat(1_025)))
                .statusCode())
        .isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Иван", "李小龍", "محمد", "हिन्दी", "𠮷野", "ΟΔΟΣ"})
  void check11NamesInAnyScriptRegisterCleanly(String username) {
    HttpResponse<String> answer = oldMeetingsClient.register(wish(username));

    assertThat(answer.statusCode()).isEqualTo(201);
    String place = answer.headers().firstValue("Location").orElseThrow();
    assertThat(data(oldMeetingsClient.get(place)).getString("username"))
        .isEqualTo(data(answer).getString("username"));
    assertThat(oldMeetingsClient.logIn(username, People.PASSWORD).statusCode()).isEqualTo(200);
  }

  @Test
  void check13OfEightAtOnceOneIsRegistered() {
    List<CompletableFuture<Integer>> answers =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> oldMeetingsClient.register(wish("thirteen")).statusCode()))
            .toList();

    assertThat(answers.stream().map(CompletableFuture::join).sorted())
        .containsExactly(201, 409, 409, 409, 409, 409, 409, 409);
    assertThat(list(oldMeetingsClient.get(USERS)).stream())
        .filteredOn(it -> ((JsonObject) it).getString("username").equals("thirteen"))
        .hasSize(1);
  }

  @Test
  void check18UsersAreListedByName() {
    oldMeetingsClient.register(wish("eighteena"));
    oldMeetingsClient.register(wish("eighteenb"));

    assertThat(names("?users=EIGHTEENB,%20eighteena")).containsExactly("eighteena", "eighteenb");
    assertThat(names("?usernames=eighteena,nobody,%00,a%3Fb")).containsExactly("eighteena");
    assertThat(names("?users=nobody")).isEmpty();
    assertThat(names("")).contains("eighteena", "eighteenb", "root");
  }

  private List<String> names(String query) {
    HttpResponse<String> answer = oldMeetingsClient.get(USERS + query);
    assertThat(answer.statusCode()).isEqualTo(200);
    return list(answer).stream().map(it -> ((JsonObject) it).getString("username")).toList();
  }

  @Test
  void anAddressIsShownToItsOwnerAndToAdmins() {
    JsonObject wish = wish("private");
    oldMeetingsClient.register(wish);
    oldMeetingsClient.register(wish("curious"));
    String address = wish.getString("email");

    for (String path : List.of(USERS, USERS + "?users=private", USERS + "/private")) {
      assertThat(oldMeetingsClient.get(path).body()).doesNotContain(address);
      assertThat(oldMeetingsClient.get(path, "Bearer " + oldMeetingsClient.token("curious")).body())
          .doesNotContain(address);
      assertThat(oldMeetingsClient.get(path, "Bearer " + oldMeetingsClient.token("private")).body())
          .contains(address);
      assertThat(oldMeetingsClient.people().call("GET", path, People.service()).body())
          .contains(address);
    }
    assertThat(oldMeetingsClient.get(USERS + "/private", "Bearer garbage").statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a%3Fx=1", "%2e%2e", "%2e%2e%2f%2e%2e", "a%23b", "a%2Fb", "%00", "a%00", "%20"})
  void check46ANameThatIsNoneIsNotFound(String name) {
    HttpResponse<String> answer = oldMeetingsClient.get(USERS + "/" + name);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(detail(answer)).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%zz", "/%", "/%f", "?users=%zz", "/%c3%28"})
  void aBrokenEscapeIsNoFaultOfOurs(String rest) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), program.node().port())) {
      socket.setSoTimeout(5_000);
      String request = "GET " + USERS + rest + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).matches("(?s)HTTP/1.1 40[04] .*\\{\"detail\":\"[^\"]+\"}");
    }
  }

  @Test
  void whatIsNotThereIsSaidInTheSameWay() {
    assertThat(detail(oldMeetingsClient.get(USERS + "/nobody")))
        .isEqualTo("There is no such user.");
    assertThat(detail(oldMeetingsClient.get("/api/v1/nothing"))).isEqualTo("Not Found");
    HttpResponse<String> wrongVerb = oldMeetingsClient.people().call("DELETE", USERS, Map.of());
    assertThat(wrongVerb.statusCode()).isEqualTo(405);
    assertThat(wrongVerb.headers().firstValue("Allow")).contains("GET, HEAD, POST");
    assertThat(json(wrongVerb).getString("detail")).isEqualTo("Method Not Allowed");
  }
}

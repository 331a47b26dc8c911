package io.foyer.evaluations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.testing.Appointment;
import io.foyer.testing.Visitor;
import io.vertx.core.json.JsonObject;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the webhook answers, on the wire of 42-jitsi. Numbers are those of its acceptance checks.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookWireIT {
  private static final String UNAUTHORIZED = "{\"error\":\"Unauthorized.\"}";
  private static final String JSON = "application/json; charset=utf-8";

  private final ProgramFixture program = ProgramFixture.open("wire", Map.of());
  private final Visitor visitor = program.visitor();
  private long rowsBefore;
  private long callsBefore;
  private long linesBefore;

  @BeforeEach
  void count() {
    // What an earlier test booked may still be asked about.
    await()
        .until(
            () ->
                program.database().number("SELECT count(*) FROM jobs WHERE kind = 'enrichment'")
                    == 0);
    rowsBefore = rows();
    linesBefore = program.logs().lines().size();
    callsBefore = program.intra().calls().size();
  }

  @AfterAll
  void close() {
    program.close();
  }

  private long rows() {
    return program
        .database()
        .number(
            "SELECT (SELECT count(*) FROM inbox) + (SELECT count(*) FROM evaluations)"
                + " + (SELECT count(*) FROM meetings) + (SELECT count(*) FROM jobs)");
  }

  private void nothingWritten() {
    assertThat(rows()).isEqualTo(rowsBefore);
    assertThat(program.intra().calls()).hasSize((int) callsBefore);
  }

  private static void refused(HttpResponse<String> answer, int status, String body) {
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains(JSON);
  }

  private static Map<String, String> headers(String model, String event, String secret) {
    return Map.of("X-Model", model, "X-Event", event, "X-Secret", secret);
  }

  private String valid() {
    return program.appointment().at(Instant.now().plusSeconds(86_400)).encode();
  }

  // 2
  @Test
  void aWrongOrMissingSecretIsUnauthorized() {
    refused(visitor.deliver(headers("scale_team", "create", "wrong"), valid()), 401, UNAUTHORIZED);
    refused(
        visitor.deliver(Map.of("X-Model", "scale_team", "X-Event", "create"), valid()),
        401,
        UNAUTHORIZED);
    refused(visitor.deliver(headers("scale_team", "create", ""), valid()), 401, UNAUTHORIZED);
    refused(visitor.deliver(Map.of(), valid()), 401, UNAUTHORIZED);
    nothingWritten();
  }

  // 3
  @Test
  void theSecretOfOneEventDoesNotOpenAnother() {
    refused(
        visitor.deliver(headers("scale_team", "update", ProgramFixture.secret("create")), valid()),
        401,
        UNAUTHORIZED);
    nothingWritten();
  }

  // 4, 5, and 1.2 of the facts: the secret is looked at before model and event
  @ParameterizedTest
  @CsvSource({
    "user, create, 404, Unhandled model.",
    "scale_team, foo, 404, Unhandled event.",
    "team, create, 401, Unauthorized.",
    "scale_team, bar, 401, Unauthorized.",
    "Scale_Team, create, 401, Unauthorized.",
    "scale_team, CREATE, 401, Unauthorized."
  })
  void modelAndEventAreJudgedAfterTheSecret(String model, String event, int status, String error) {
    refused(
        visitor.deliver(headers(model, event, ProgramFixture.secret("other")), "not even JSON"),
        status,
        new JsonObject().put("error", error).encode());
    nothingWritten();
  }

  // 6
  @Test
  void threeNotationsAreOneInstant() {
    List<String> notations =
        List.of(
            "2036-12-01 10:00:00 UTC",
            "2036-12-01T10:00:00.000Z",
            "2036-12-01T12:00:00+02:00",
            "2036-12-01 10:00:00.000 UTC");
    for (String notation : notations) {
      Appointment booked = program.appointment();
      assertThat(visitor.deliver("create", booked.at(notation)).statusCode()).isEqualTo(204);
      assertThat(
              program
                  .database()
                  .number(
                      "SELECT count(*) FROM evaluations WHERE id = ? AND begin_at = '2036-12-01"
                          + " 10:00:00+00'",
                      booked.id()))
          .as(notation)
          .isEqualTo(1);
    }
  }

  // 11
  @ParameterizedTest
  @CsvSource({"GET, /webhooks", "PUT, /webhooks", "POST, /webhooks/more", "GET, /nothing"})
  void otherPathsAndMethodsTouchNothing(String method, String path) {
    var answer =
        visitor.send(visitor.request(path).method(method, BodyPublishers.ofString("{}")).build());

    assertThat(answer.statusCode()).isIn(404, 405);
    nothingWritten();
  }

  // 12
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | id,begin_at,team.id",
        "{'id':0,'begin_at':null,'team':{'id':null}} | id,begin_at,team.id",
        "{'id':5,'begin_at':'2036-12-01 10:00:00 UTC'} | team.id",
        "{'id':5,'begin_at':'tomorrow','team':{'id':7}} | begin_at",
        "{'id':5,'begin_at':'2036-02-30T10:00:00Z','team':{'id':7}} | begin_at",
        "{'id':5,'begin_at':17,'team':{'id':7}} | begin_at",
        "{'id':'5','begin_at':'2036-12-01 10:00:00 UTC','team':{'id':7}} | id",
        "{'id':5.0,'begin_at':'2036-12-01 10:00:00 UTC','team':{'id':7}} | id",
        "{'id':5,'begin_at':'2036-12-01 10:00:00 UTC','team':7} | team",
        "{'id':5,'begin_at':'2036-12-01 10:00:00 UTC','team':{'id':'7'}} | team.id",
        "{'id':5,'begin_at':'2036-12-01 10:00:00 UTC','team':{'id':7},'user':'eve'} | user",
        "{'id':9223372036854775808,'begin_at':'2036-12-01 10:00:00 UTC','team':{'id':7}} | id",
        "{'id':5,'begin_at':'2036-12-01 10:00:00 UTC','team':{'id':99999999999999999999}} | team.id"
      })
  void aBadPayloadNamesItsFields(String payload, String fields) {
    var answer = visitor.deliver(Visitor.headers("create"), payload.replace('\'', '"'));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    JsonObject body = new JsonObject(answer.body());
    assertThat(body.getString("error")).isEqualTo("Bad request.");
    assertThat(
            body.getJsonArray("fields").stream()
                .map(field -> ((JsonObject) field).getString("field")))
        .contains(fields.split(","));
    nothingWritten();
  }

  // 12
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "7",
        "\"text\"",
        "{",
        "{\"id\":1",
        "{\"id\":1}{\"id\":2}",
        "{\"id\":1} x",
        "\u0000",
        "{'id':1}",
        "{\"id\":01}",
        "{\"id\":NaN}",
        "<xml/>"
      })
  void whatIsNotOneJsonObjectIsABadRequest(String body) {
    for (String event : List.of("create", "update", "destroy")) {
      var answer = visitor.deliver(Visitor.headers(event), body);

      assertThat(answer.statusCode()).as(event + " " + answer.body()).isEqualTo(400);
      assertThat(new JsonObject(answer.body()).getString("error")).isEqualTo("Bad request.");
    }
    nothingWritten();
  }

  @Test
  void malformedUtf8IsABadRequest() {
    String text = "{\"id\":5,\"begin_at\":\"2036-12-01 10:00:00 UTC\",\"team\":{\"id\":7},";
    for (int broken : new int[] {0xC3, 0xFF, 0xC0, 0xED}) {
      byte[] body = (text + "\"user\":{\"login\":\"a?b\"}}").getBytes(StandardCharsets.UTF_8);
      body[new String(body, StandardCharsets.UTF_8).indexOf('?')] = (byte) broken;

      assertThat(visitor.deliver(Visitor.headers("create"), body).statusCode()).isEqualTo(400);
    }
    nothingWritten();
  }

  @Test
  void textThatTheDatabaseCannotKeepIsABadRequest() {
    Appointment booked = program.appointment();
    JsonObject payload = booked.at("2036-12-01 10:00:00 UTC");
    payload.getJsonObject("user").put("login", "a\u0000b");

    assertThat(visitor.deliver("create", payload).statusCode()).isEqualTo(400);
    nothingWritten();
  }

  @Test
  void deepNestingIsABadRequest() {
    for (String open : List.of("[", "{\"a\":")) {
      String body = "{\"id\":5,\"x\":" + open.repeat(9_000);
      assertThat(visitor.deliver(Visitor.headers("create"), body).statusCode()).isEqualTo(400);
    }
    nothingWritten();
  }

  // 12: bigint
  @Test
  void idsBeyond32BitsAreStored() {
    long base = 3_000_000_000L;
    program.intra().team(base, List.of());
    for (long id : new long[] {base, Long.MAX_VALUE, -5}) {
      JsonObject payload =
          new JsonObject()
              .put("id", id)
              .put("begin_at", "2036-12-01 10:00:00 UTC")
              .put("team", new JsonObject().put("id", base));
      assertThat(visitor.deliver("create", payload).statusCode()).isEqualTo(204);
      assertThat(program.database().number("SELECT count(*) FROM evaluations WHERE id = ?", id))
          .isEqualTo(1);
    }
  }

  @Test
  void keysMatchInAnyCaseAndOthersAreIgnored() {
    Appointment booked = program.appointment();
    String body =
        """
        {"ID": %d, "Begin_At": "2036-12-01 10:00:00 UTC", "TEAM": {"Id": %d, "more": [1, {"id": 2}]},
         "user": {"LOGIN": "%s"}, "comment": null, "scale": {"id": 9, "begin_at": "x"}}
        """
            .formatted(booked.id(), booked.team(), booked.corrector());

    assertThat(visitor.deliver(Visitor.headers("create"), body).statusCode()).isEqualTo(204);
    await().until(() -> program.status(booked).equals("scheduled"));
  }

  @Test
  void aDestroyNeedsNothingButTheId() {
    assertThat(
            visitor
                .deliver(Visitor.headers("destroy"), "{\"id\":77,\"begin_at\":1,\"team\":[]}")
                .statusCode())
        .isEqualTo(204);
    assertThat(visitor.deliver(Visitor.headers("destroy"), "{\"id\":\"5\"}").statusCode())
        .isEqualTo(400);
    assertThat(visitor.deliver(Visitor.headers("destroy"), "{\"id\":27.9}").statusCode())
        .isEqualTo(400);
  }

  // 18
  @Test
  void aBodyOverTheLimitIsTooLargeAndTheDoorStaysOpen() {
    byte[] huge = new byte[30 << 20];
    Arrays.fill(huge, (byte) ' ');
    String slightly = " ".repeat(65_536) + valid();

    assertThat(visitor.deliver(Visitor.headers("create"), slightly).statusCode()).isEqualTo(413);
    for (int i = 0; i < 4; i++) {
      try {
        assertThat(visitor.deliver(Visitor.headers("create"), huge).statusCode()).isEqualTo(413);
      } catch (IllegalStateException cut) {
        // The answer comes before the body ends; a sender that does not listen meanwhile is cut
        // off.
        assertThat(cut).hasRootCauseInstanceOf(java.io.IOException.class);
      }
    }

    nothingWritten();
    assertThat(visitor.deliver(Visitor.headers("create"), valid()).statusCode()).isEqualTo(204);
  }

  @Test
  void afterARefusedBodyTheConnectionIsClosed() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), program.node().port())) {
      socket.setSoTimeout(5_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /webhooks HTTP/1.1\r\nHost: foyer\r\nContent-Length: 30000000\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      out.write(new byte[70_000]);
      out.flush();

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 413 ").contains("Request entity too large.");
    }
    nothingWritten();
  }

  @Test
  void aDeliveryIdThatIsTooLongIsABadRequest() {
    var answer = visitor.deliver("create", "x".repeat(201), new JsonObject(valid()));

    assertThat(answer.statusCode()).isEqualTo(400);
    nothingWritten();
  }

  @AfterEach
  void noFault() {
    assertThat(program.logs().lines().stream().skip(linesBefore))
        .noneMatch(line -> line.startsWith("ERROR"));
  }
}

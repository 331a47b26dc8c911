package io.foyer.evaluations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.platform.web.ContractCheck;
import io.foyer.testing.Appointment;
import io.foyer.testing.Visitor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people see of evaluations; every answer is held against the contract. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiIT {
  private static final String PATH = "/api/v2/evaluations";

  private final ProgramFixture program = ProgramFixture.open("api", Map.of());
  private final Visitor visitor = program.visitor();
  private final Instant tomorrow =
      Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
  private final ContractCheck contract;

  ApiIT() throws Exception {
    contract = ContractCheck.load(program.vertx());
  }

  @AfterAll
  void close() {
    program.close();
  }

  private Appointment booked(Instant begin) {
    Appointment booked = program.appointment();
    assertThat(visitor.deliver("create", booked.at(begin)).statusCode()).isEqualTo(204);
    return booked;
  }

  private Appointment scheduled(Instant begin) {
    Appointment booked = booked(begin);
    await().until(() -> program.status(booked).equals("scheduled") && program.enriched(booked));
    return booked;
  }

  private JsonObject list(String query) throws Exception {
    return answered("listEvaluations", 200, visitor.get(PATH + query));
  }

  private JsonObject one(Appointment booked) throws Exception {
    return answered("getEvaluation", 200, visitor.get(PATH + "/" + booked.id()));
  }

  private JsonObject answered(String operation, int status, HttpResponse<String> answer)
      throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    contract.holds(operation, answer);
    return new JsonObject(answer.body());
  }

  private static List<Long> ids(JsonObject page) {
    return page.getJsonArray("items").stream().map(i -> ((JsonObject) i).getLong("id")).toList();
  }

  private static List<String> kinds(JsonObject evaluation) {
    return evaluation.getJsonArray("history").stream()
        .map(entry -> ((JsonObject) entry).getString("kind"))
        .toList();
  }

  @Test
  void anEvaluationIsShownWithItsPeopleAndItsHistory() throws Exception {
    Appointment booked = scheduled(tomorrow);

    JsonObject shown = one(booked);

    assertThat(shown.getString("beginAt")).isEqualTo(tomorrow.toString());
    assertThat(shown.getLong("teamId")).isEqualTo(booked.team());
    assertThat(shown.getString("status")).isEqualTo("armed");
    assertThat(shown.getString("link")).startsWith(ProgramFixture.PUBLIC_URL + "/j/");
    assertThat(shown.getJsonArray("members"))
        .isEqualTo(
            new JsonArray()
                .add(member(booked.corrector(), "corrector"))
                .add(member(booked.students().get(0), "corrected"))
                .add(member(booked.students().get(1), "corrected")));
    assertThat(kinds(shown)).containsExactly("received", "enriched", "armed");
    assertThat(shown.encode()).doesNotContain("@canary.example");
  }

  private static JsonObject member(String login, String role) {
    return new JsonObject().put("login", login).put("role", role).put("emailKnown", true);
  }

  @Test
  void historyTellsWhatWasReceivedSentAndSentAgain() throws Exception {
    Appointment booked = booked(Instant.now().plusSeconds(300));
    await().until(() -> kinds(one(booked)).contains("sent"));
    assertThat(kinds(one(booked)))
        .containsSubsequence("received", "queued", "sent")
        .contains("enriched", "armed");

    JsonObject accepted =
        answered("notifyEvaluation", 202, visitor.post(PATH + "/" + booked.id() + "/notify"));

    assertThat(accepted.getLong("version")).isEqualTo(2);
    await().until(() -> program.toldAbout(booked).size() == 2);
    await().until(() -> kinds(one(booked)).stream().filter("sent"::equals).count() == 2);
    assertThat(one(booked).getString("status")).isEqualTo("reminded");
  }

  @Test
  void aDestroyedEvaluationIsShownAsCancelledAndCannotBeAnnounced() throws Exception {
    Appointment gone = scheduled(tomorrow);
    assertThat(visitor.deliver("destroy", gone.gone()).statusCode()).isEqualTo(204);

    assertThat(one(gone).getString("status")).isEqualTo("cancelled");
    assertThat(kinds(one(gone))).contains("cancelled");
    answered("notifyEvaluation", 409, visitor.post(PATH + "/" + gone.id() + "/notify"));
  }

  @Test
  void whatHasNoPeopleYetCannotBeAnnounced() throws Exception {
    Appointment silent = program.appointment();
    assertThat(visitor.deliver("create", silent.at(tomorrow).putNull("user")).statusCode())
        .isEqualTo(204);

    answered("notifyEvaluation", 409, visitor.post(PATH + "/" + silent.id() + "/notify"));
    assertThat(one(silent).getValue("corrector")).isNull();
  }

  @Test
  void aListIsOrderedFilteredAndPaged() throws Exception {
    Instant start = Instant.parse("2035-05-05T10:00:00Z");
    List<Long> made = new ArrayList<>();
    for (long minute : LongStream.of(0, 1, 1, 2, 3, 4, 5).toArray()) {
      made.add(booked(start.plusSeconds(minute * 60)).id());
    }
    String window = "?from=2035-05-05T10:00:00Z&to=2035-05-05T10:05:00Z";

    assertThat(ids(list(window))).isEqualTo(made.subList(0, 6));

    List<Long> walked = new ArrayList<>();
    String cursor = "";
    do {
      JsonObject page = list(window + "&limit=2" + cursor);
      assertThat(page.getJsonArray("items").size()).isLessThanOrEqualTo(2);
      walked.addAll(ids(page));
      cursor = page.containsKey("next") ? "&cursor=" + page.getString("next") : "";
    } while (!cursor.isEmpty());
    assertThat(walked).isEqualTo(made.subList(0, 6));
  }

  @Test
  void aListCanBeRestrictedToAStatus() throws Exception {
    Appointment gone = scheduled(tomorrow);
    assertThat(visitor.deliver("destroy", gone.gone()).statusCode()).isEqualTo(204);
    Appointment there = scheduled(tomorrow);

    assertThat(ids(list("?status=cancelled&limit=200"))).contains(gone.id());
    assertThat(ids(list("?status=cancelled&limit=200"))).doesNotContain(there.id());
    assertThat(ids(list("?status=armed&limit=200"))).contains(there.id());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?status=asleep",
        "?from=yesterday",
        "?limit=0",
        "?limit=201",
        "?limit=many",
        "?cursor=AAAA",
        "?cursor=!!",
        "?unknown=1"
      })
  void wrongParametersAreNamed(String query) throws Exception {
    JsonObject problem = answered("listEvaluations", 400, visitor.get(PATH + query));

    String name = query.substring(1, query.indexOf('='));
    assertThat(problem.getJsonArray("errors").getJsonObject(0).getString("field")).contains(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "9223372036854775808", "1.5"})
  void anIdThatIsNoneIsABadRequest(String id) throws Exception {
    answered("getEvaluation", 400, visitor.get(PATH + "/" + id));
    answered("notifyEvaluation", 400, visitor.post(PATH + "/" + id + "/notify"));
  }

  @Test
  void unknownEvaluationsAreNotFound() throws Exception {
    answered("getEvaluation", 404, visitor.get(PATH + "/1"));
    answered("notifyEvaluation", 404, visitor.post(PATH + "/1/notify"));
  }

  @Test
  void withoutTheTokenNothingIsShown() throws Exception {
    for (String token : List.of("", "Bearer ", "Bearer wrong", "Basic YTpi")) {
      for (String path : List.of(PATH, PATH + "/1")) {
        var request = visitor.request(path).GET();
        if (!token.isEmpty()) {
          request.header("Authorization", token);
        }
        HttpResponse<String> answer = visitor.send(request.build());
        answered(path.equals(PATH) ? "listEvaluations" : "getEvaluation", 401, answer);
      }
    }
  }

  @Test
  void theLinkOfAReminderLeadsToARoomUntilTheMeetingIsTakenBack() throws Exception {
    Appointment booked = scheduled(tomorrow);
    String path = one(booked).getString("link").substring(ProgramFixture.PUBLIC_URL.length());

    HttpResponse<String> there = visitor.send(visitor.request(path).GET().build());
    assertThat(there.statusCode()).isEqualTo(302);
    assertThat(there.headers().firstValue("Location"))
        .hasValueSatisfying(
            room ->
                assertThat(room)
                    .startsWith("https://meet.jit.si/")
                    .doesNotContain(Long.toString(booked.id()), booked.corrector()));
    String guessed = path.substring(0, path.length() - 1) + (path.endsWith("0") ? "1" : "0");
    assertThat(visitor.send(visitor.request(guessed).GET().build()).statusCode()).isEqualTo(404);

    assertThat(visitor.deliver("destroy", booked.gone()).statusCode()).isEqualTo(204);
    assertThat(visitor.send(visitor.request(path).GET().build()).statusCode()).isEqualTo(404);
  }
}

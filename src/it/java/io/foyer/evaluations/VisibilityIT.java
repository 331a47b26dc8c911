package io.foyer.evaluations;

import static io.foyer.testing.People.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.testing.Appointment;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Who sees which evaluations. */
@TestInstance(Lifecycle.PER_CLASS)
class VisibilityIT {
  private static final String PATH = "/api/v2/evaluations";

  private final ProgramFixture program = ProgramFixture.open("visibility", Map.of());
  private final People people = new People(program.node().port());

  @AfterAll
  void close() {
    program.close();
  }

  @Test
  void peopleSeeWhatTheyTakePartInAndAdminsSeeAll() {
    Appointment ours = scheduled();
    Appointment others = scheduled();
    Somebody corrector = known(ours.corrector());
    Somebody member = known(ours.people().getLast());

    for (Somebody each : List.of(corrector, member)) {
      assertThat(ids(each.bearer())).containsExactly(ours.id());
      assertThat(people.call("GET", PATH + "/" + ours.id(), each.bearer()).statusCode())
          .isEqualTo(200);
      assertThat(people.call("GET", PATH + "/" + others.id(), each.bearer()).statusCode())
          .isEqualTo(404);
      assertThat(
              people.call("POST", PATH + "/" + others.id() + "/notify", each.bearer()).statusCode())
          .isEqualTo(404);
    }
    assertThat(
            people.call("POST", PATH + "/" + ours.id() + "/notify", member.bearer()).statusCode())
        .isEqualTo(202);
    assertThat(ids(People.service())).contains(ours.id(), others.id());
  }

  @Test
  void whoIsNobodyAtTheIntranetSeesNothing() {
    Appointment any = scheduled();
    Somebody stranger = people.somebody();

    assertThat(ids(stranger.bearer())).isEmpty();
    assertThat(people.call("GET", PATH + "/" + any.id(), stranger.bearer()).statusCode())
        .isEqualTo(404);
    assertThat(people.call("GET", PATH, Map.of()).statusCode()).isEqualTo(401);
    assertThat(
            people
                .call(
                    "PUT",
                    "/api/v2/accounts/" + stranger.id() + "/identities/42",
                    stranger.bearer(),
                    new JsonObject().put("subject", any.corrector()))
                .statusCode())
        .isEqualTo(403);
  }

  private Appointment scheduled() {
    Appointment booked = program.appointment();
    Instant begin = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
    assertThat(program.visitor().deliver("create", booked.at(begin)).statusCode()).isEqualTo(204);
    await().until(() -> program.status(booked).equals("scheduled") && program.enriched(booked));
    return booked;
  }

  private Somebody known(String login) {
    Somebody who = people.somebody();
    assertThat(
            people
                .call(
                    "PUT",
                    "/api/v2/accounts/" + who.id() + "/identities/42",
                    People.service(),
                    new JsonObject().put("subject", login))
                .statusCode())
        .isEqualTo(200);
    return who;
  }

  private List<Long> ids(Map<String, String> headers) {
    return json(people.call("GET", PATH, headers)).getJsonArray("items").stream()
        .map(it -> ((JsonObject) it).getLong("id"))
        .toList();
  }
}

package io.foyer.evaluations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.testing.Appointment;
import io.foyer.testing.Visitor;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Order and repetition do not matter: deliveries that carry {@code updated_at}, in any order, some
 * of them several times, through two nodes at once, end where the newest of them says.
 */
class EvaluationConvergenceIT {
  private static final List<Shared> SHARED = new CopyOnWriteArrayList<>();

  private record Shared(ProgramFixture program, List<Visitor> doors) {}

  /** One state of the evaluation at the sender, or its end. */
  record State(boolean destroyed, int minutes, Optional<String> corrector, long team) {}

  /** How states travel: a seed for the order, which come twice, and whether at the same time. */
  record Journey(long seed, List<Integer> repeats, boolean newIds, boolean concurrent) {}

  @BeforeContainer
  static void open() throws Exception {
    ProgramFixture program = ProgramFixture.open("convergence", Map.of());
    ProgramFixture.Node second = program.node(Map.of());
    program.intra().team(1, List.of("one", "two")).team(2, List.of("two", "three"));
    List.of("one", "two", "three", "ann", "bob")
        .forEach(login -> program.intra().email(login, Optional.of(Appointment.address(login))));
    SHARED.add(new Shared(program, List.of(program.visitor(), new Visitor(second.port()))));
  }

  @AfterContainer
  static void close() {
    SHARED.getFirst().program().close();
  }

  @Provide
  Arbitrary<List<State>> states() {
    Arbitrary<State> state =
        Combinators.combine(
                Arbitraries.integers().between(0, 9).map(n -> n == 0),
                Arbitraries.integers().between(0, 3),
                Arbitraries.of(Optional.of("ann"), Optional.of("bob"), Optional.<String>empty()),
                Arbitraries.longs().between(1, 2))
            .as(State::new);
    return state.list().ofMinSize(1).ofMaxSize(6);
  }

  @Provide
  Arbitrary<Journey> journeys() {
    return Combinators.combine(
            Arbitraries.longs(),
            Arbitraries.integers().between(0, 5).list().ofMaxSize(5),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as(Journey::new);
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void everyOrderEndsInTheSameState(
      @ForAll("states") List<State> states, @ForAll("journeys") Journey journey) {
    ProgramFixture program = SHARED.getFirst().program();
    Appointment subject = program.appointment();
    Instant base = Instant.parse("2035-01-01T12:00:00Z");
    List<JsonObject> payloads = payloads(subject, states, base);

    deliver(states, payloads, journey);

    await().pollInterval(Duration.ofMillis(20)).until(() -> program.enriched(subject));
    boolean destroyed = states.stream().anyMatch(State::destroyed);
    assertThat(row(program, subject))
        .isEqualTo(destroyed ? "destroyed, 0 reminders" : expected(states.getLast(), base));
    assertThat(meetings(program, subject)).isLessThanOrEqualTo(1);
    assertThat(people(program, subject))
        .isEqualTo(destroyed ? List.of() : expectedPeople(states.getLast()));
  }

  private static List<JsonObject> payloads(Appointment subject, List<State> states, Instant base) {
    List<JsonObject> payloads = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      State state = states.get(i);
      payloads.add(
          new JsonObject()
              .put("id", subject.id())
              .put("updated_at", base.minusSeconds(1_000 - i).toString())
              .put("begin_at", base.plusSeconds(60L * state.minutes()).toString())
              .put("team", new JsonObject().put("id", state.team()))
              .put(
                  "user",
                  state
                      .corrector()
                      .map(login -> new JsonObject().put("login", login))
                      .orElse(null)));
    }
    return payloads;
  }

  private static void deliver(List<State> states, List<JsonObject> payloads, Journey journey) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < payloads.size(); i++) {
      order.add(i);
    }
    journey.repeats().forEach(i -> order.add(i % payloads.size()));
    Random random = new Random(journey.seed());
    Collections.shuffle(order, random);
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i : order) {
      String event =
          states.get(i).destroyed() ? "destroy" : random.nextBoolean() ? "create" : "update";
      // The event is part of what a delivery id stands for, so that it comes with each of them.
      String delivery =
          payloads.get(i).getLong("id")
              + event
              + i
              + (journey.newIds() ? "." + random.nextLong() : "");
      CompletableFuture<HttpResponse<String>> answer =
          SHARED
              .getFirst()
              .doors()
              .get(random.nextInt(2))
              .delivering(event, delivery, payloads.get(i));
      if (!journey.concurrent()) {
        answer.join();
      }
      answers.add(answer);
    }
    answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(204));
  }

  private static String row(ProgramFixture program, Appointment subject) {
    return program
        .database()
        .text(
            """
            SELECT CASE WHEN e.destroyed_at IS NOT NULL
                        THEN CASE WHEN COALESCE(m.status, 'cancelled') = 'cancelled'
                                  THEN 'destroyed' ELSE 'destroyed but ' || m.status END
                        ELSE concat_ws(' ', e.corrector, e.team_id, extract(epoch FROM e.begin_at)::bigint,
                                       extract(epoch FROM m.starts_at)::bigint, m.status) END
                   || ', ' || (SELECT count(*) FROM jobs j WHERE j.kind = 'reminder' AND j.key = m.id
                               AND (e.destroyed_at IS NOT NULL
                                    OR j.due_at = m.starts_at - interval '15 minutes')) || ' reminders'
            FROM evaluations e LEFT JOIN meetings m ON m.id = e.meeting_id WHERE e.id = ?
            """,
            subject.id());
  }

  private static String expected(State last, Instant base) {
    long begin = base.plusSeconds(60L * last.minutes()).getEpochSecond();
    return last.corrector().map(login -> login + " ").orElse("")
        + "%d %d %d ".formatted(last.team(), begin, begin)
        + (last.corrector().isPresent() ? "scheduled, 1 reminders" : "unscheduled, 0 reminders");
  }

  private static List<String> expectedPeople(State last) {
    if (last.corrector().isEmpty()) {
      return List.of();
    }
    List<String> people = new ArrayList<>(last.corrector().stream().toList());
    people.addAll(last.team() == 1 ? List.of("one", "two") : List.of("two", "three"));
    people.sort(Comparator.naturalOrder());
    return people;
  }

  private static long meetings(ProgramFixture program, Appointment subject) {
    return program
        .database()
        .number("SELECT count(*) FROM meetings WHERE origin_id = ?", Long.toString(subject.id()));
  }

  private static List<String> people(ProgramFixture program, Appointment subject) {
    return program
        .database()
        .column(
            """
            SELECT p.key FROM participants p JOIN meetings m ON m.id = p.meeting_id
            WHERE m.origin_id = ? AND m.status = 'scheduled' AND p.present ORDER BY p.key
            """,
            Long.toString(subject.id()));
  }
}

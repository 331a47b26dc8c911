package io.foyer.evaluations;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.evaluations.EvaluationEvent.Changed;
import io.foyer.evaluations.EvaluationEvent.Destroyed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Folding a group's events, against the rule of the table played here. */
class EventRoundsTest {
  /** A row of an evaluation: the fields of one event, the newest date, and whether it is gone. */
  private record Row(Optional<Changed> fields, Optional<Instant> date, boolean destroyed) {
    private static final Row NONE = new Row(Optional.empty(), Optional.empty(), false);

    Row apply(EvaluationEvent event) {
      boolean older =
          event.updatedAt().isPresent()
              && date.isPresent()
              && event.updatedAt().get().isBefore(date.get());
      if (destroyed || (event instanceof Changed && older)) {
        return this;
      }
      Optional<Instant> newest = older || event.updatedAt().isEmpty() ? date : event.updatedAt();
      return switch (event) {
        case Changed changed -> new Row(Optional.of(changed), newest, false);
        case Destroyed gone -> new Row(fields, newest, true);
      };
    }
  }

  @Provide
  Arbitrary<List<EvaluationEvent>> events() {
    Arbitrary<EvaluationEvent> event =
        Combinators.combine(
                Arbitraries.longs().between(1, 3),
                Arbitraries.integers().between(0, 11),
                Arbitraries.integers().between(0, 6),
                Arbitraries.integers().between(0, 1_000_000))
            .as(EventRoundsTest::event);
    return event.list().ofMaxSize(40);
  }

  private static EvaluationEvent event(long id, int kind, int date, int team) {
    Optional<Instant> updated =
        Optional.of(date).filter(d -> d > 0).map(d -> Instant.EPOCH.plusSeconds(d));
    return kind == 0
        ? new Destroyed(id, updated)
        : new Changed(id, Instant.EPOCH, team, Optional.empty(), updated);
  }

  @Property
  void roundsEndWhereAllEventsInOrderEnd(
      @ForAll("events") List<EvaluationEvent> stored,
      @ForAll("events") List<EvaluationEvent> events) {
    Map<Long, Row> expected = applied(new HashMap<>(), stored);
    Map<Long, Row> folded = new HashMap<>(expected);
    applied(expected, events);

    List<List<EvaluationEvent>> rounds = EventRounds.of(events, Function.identity());
    for (List<EvaluationEvent> round : rounds) {
      Set<Long> ids = new HashSet<>();
      assertThat(round).allMatch(event -> ids.add(event.id()));
      applied(folded, round);
    }

    assertThat(rounds).hasSizeLessThanOrEqualTo(4);
    assertThat(folded).isEqualTo(expected);
  }

  private static Map<Long, Row> applied(Map<Long, Row> rows, List<EvaluationEvent> events) {
    events.forEach(
        event -> rows.merge(event.id(), Row.NONE.apply(event), (row, fresh) -> row.apply(event)));
    return rows;
  }

  @Example
  void datedStatesOfOneEvaluationAreOneRound() {
    List<EvaluationEvent> events = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      events.add(event(1, 1, 1 + (i * 7) % 256, i));
    }

    List<List<EvaluationEvent>> rounds = EventRounds.of(events, Function.identity());

    assertThat(rounds).hasSize(1);
    assertThat(rounds.getFirst().getFirst().updatedAt()).contains(Instant.EPOCH.plusSeconds(256));
  }
}

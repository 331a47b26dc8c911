package io.foyer.evaluations;

import io.foyer.evaluations.EvaluationEvent.Destroyed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Folds events of the same evaluations into at most four rounds: applying the rounds one after the
 * other ends in the state in which applying every event alone, in order, ends.
 *
 * <p>The rule is that of {@link EvaluationStore#apply}: a tombstone stands; else the later {@code
 * updated_at}, or without one the last event. So only these can matter: the newest dated event
 * before the last undated one (its date counts, its fields do not), the last undated one, the
 * newest dated one after it, and the first tombstone.
 */
final class EventRounds {
  private EventRounds() {}

  /** Events of one evaluation that still matter. */
  private static final class Remaining<T> {
    private Optional<T> before = Optional.empty();
    private Optional<T> undated = Optional.empty();
    private Optional<T> after = Optional.empty();
    private Optional<T> tombstone = Optional.empty();

    void add(T item, Function<T, EvaluationEvent> event) {
      if (tombstone.isPresent()) {
        return;
      }
      if (event.apply(item) instanceof Destroyed) {
        tombstone = Optional.of(item);
      } else if (event.apply(item).updatedAt().isEmpty()) {
        before = after.isPresent() ? newer(before, after.get(), event) : before;
        after = Optional.empty();
        undated = Optional.of(item);
      } else if (undated.isPresent()) {
        after = newer(after, item, event);
      } else {
        before = newer(before, item, event);
      }
    }

    /** The newer of both, the later one if both are of the same time. */
    private static <T> Optional<T> newer(
        Optional<T> earlier, T later, Function<T, EvaluationEvent> event) {
      return earlier
          .filter(one -> date(one, event).isAfter(date(later, event)))
          .or(() -> Optional.of(later));
    }

    private static <T> Instant date(T item, Function<T, EvaluationEvent> event) {
      return event.apply(item).updatedAt().orElseThrow();
    }

    List<T> inOrder() {
      return Stream.of(before, undated, after, tombstone).flatMap(Optional::stream).toList();
    }
  }

  /** The rounds of {@code items}; a round has at most one event of an evaluation. */
  static <T> List<List<T>> of(List<T> items, Function<T, EvaluationEvent> event) {
    Map<Long, Remaining<T>> byId = new LinkedHashMap<>();
    items.forEach(
        item ->
            byId.computeIfAbsent(event.apply(item).id(), id -> new Remaining<>()).add(item, event));
    List<List<T>> rounds = new ArrayList<>();
    for (Remaining<T> remaining : byId.values()) {
      List<T> ordered = remaining.inOrder();
      for (int i = 0; i < ordered.size(); i++) {
        if (rounds.size() == i) {
          rounds.add(new ArrayList<>());
        }
        rounds.get(i).add(ordered.get(i));
      }
    }
    return rounds;
  }
}

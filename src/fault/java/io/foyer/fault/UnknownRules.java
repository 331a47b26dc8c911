package io.foyer.fault;

import io.foyer.fault.Books.Message;
import io.foyer.fault.Finding.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** No more answers were lost than calls were under way at the faults. */
final class UnknownRules {
  private final Evidence evidence;

  UnknownRules(Evidence evidence) {
    this.evidence = evidence;
  }

  /** Messages whose answer was lost at least once. */
  static List<Message> lost(Books books) {
    return books.outbox().stream()
        .filter(m -> m.lostAnswers() > 0 || m.status().equals("unknown"))
        .toList();
  }

  /** Messages that were under way when something was broken. */
  static Set<String> inFlight(Evidence evidence) {
    Set<String> all = new HashSet<>();
    evidence.all(Event.Broken.class).forEach(fault -> all.addAll(fault.inFlight()));
    return all;
  }

  List<Finding> findings() {
    Set<String> inFlight = inFlight(evidence);
    List<String> unexplained =
        lost(evidence.books()).stream()
            .map(Message::id)
            .filter(id -> !inFlight.contains(id))
            .toList();
    return unexplained.size() <= evidence.limits().lostAnswers()
        ? List.of()
        : List.of(
            new Finding(
                Kind.TOO_MANY_UNKNOWN,
                "%d answers lost, %d explained by %d calls under way, %d allowed"
                    .formatted(
                        lost(evidence.books()).size(),
                        lost(evidence.books()).size() - unexplained.size(),
                        inFlight.size(),
                        evidence.limits().lostAnswers())));
  }
}

package io.foyer.fault;

import java.util.List;
import java.util.stream.Stream;

/**
 * Judges a run afterwards, by its history and the books alone: nothing lost, nothing doubled,
 * nothing late. Knows nothing of how Foyer works but its tables and its promise.
 */
final class Checker {
  private Checker() {}

  /** Everything that must not be; empty is a pass. */
  static List<Finding> judge(Evidence evidence) {
    return Stream.of(
            new IntakeRules(evidence).findings(),
            new ReminderRules(evidence).findings(),
            new UnknownRules(evidence).findings())
        .flatMap(List::stream)
        .toList();
  }
}

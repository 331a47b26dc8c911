package io.foyer.evaluations;

import java.time.Instant;
import java.util.Optional;

/** What a delivery says, the same for every door. */
public sealed interface EvaluationEvent {
  /** The intranet's id of the scale team. */
  long id();

  /** When the intranet last changed it, if the delivery says so. */
  Optional<Instant> updatedAt();

  /**
   * It was made or changed: both carry the whole state, so both mean the same.
   *
   * @param corrector who evaluates; empty when the intranet has not found anybody yet
   */
  record Changed(
      long id,
      Instant beginAt,
      long teamId,
      Optional<String> corrector,
      Optional<Instant> updatedAt)
      implements EvaluationEvent {}

  /** It was taken back, for good. */
  record Destroyed(long id, Optional<Instant> updatedAt) implements EvaluationEvent {}
}

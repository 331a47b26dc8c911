package io.foyer.evaluations;

import java.time.Instant;
import java.util.Optional;

/** Content of a delivery, independent of its intake. */
public sealed interface EvaluationEvent {
  /** The intranet's id of the scale team. */
  long id();

  /** Time of the last change at the intranet, if the delivery has it. */
  Optional<Instant> updatedAt();

  /**
   * Created or updated: both carry the whole state, so both are handled the same.
   *
   * @param corrector who evaluates; empty until the intranet has assigned someone
   */
  record Changed(
      long id,
      Instant beginAt,
      long teamId,
      Optional<String> corrector,
      Optional<Instant> updatedAt)
      implements EvaluationEvent {}

  /** Deleted, permanently. */
  record Destroyed(long id, Optional<Instant> updatedAt) implements EvaluationEvent {}
}

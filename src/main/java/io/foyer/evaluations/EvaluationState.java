package io.foyer.evaluations;

import java.time.Instant;
import java.util.Optional;

/**
 * State of an evaluation as read by its enrichment.
 *
 * @param teamId team whose work is evaluated; empty for an imported evaluation without one
 */
record EvaluationState(
    Instant beginAt,
    Optional<Long> teamId,
    Optional<String> corrector,
    Optional<Instant> updatedAt) {}

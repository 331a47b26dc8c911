package io.foyer.evaluations;

import java.time.Instant;
import java.util.Optional;

/**
 * What an evaluation is, as its enrichment found out.
 *
 * @param teamId whose work is corrected; empty where it was taken over and the intranet does not
 *     tell
 */
record EvaluationState(
    Instant beginAt,
    Optional<Long> teamId,
    Optional<String> corrector,
    Optional<Instant> updatedAt) {}

package io.foyer.evaluations;

import java.time.Instant;
import java.util.Optional;

/**
 * One evaluation as stored. A tombstone of an id that was never seen has neither time nor team.
 *
 * @param revision grows with every delivery that changed it
 */
record Evaluation(
    long id,
    Optional<String> meetingId,
    Optional<Instant> beginAt,
    Optional<Long> teamId,
    Optional<String> corrector,
    Optional<Instant> updatedAt,
    long revision,
    Optional<Instant> enrichedAt,
    Optional<Instant> destroyedAt,
    Instant changedAt) {}

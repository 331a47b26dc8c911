package io.foyer.evaluations.intra;

import java.time.Instant;
import java.util.Optional;

/**
 * One evaluation as the intranet has it now.
 *
 * @param id the intranet's own
 * @param beginAt when it starts
 * @param teamId whose work is corrected
 * @param updatedAt when the intranet last changed it, where it says so
 */
public record ScaleTeam(
    long id, Instant beginAt, long teamId, Corrector corrector, Optional<Instant> updatedAt) {}

package io.foyer.evaluations.intra;

import java.time.Instant;
import java.util.Optional;

/**
 * An evaluation as the intranet returns it.
 *
 * @param id id at the intranet
 * @param beginAt when it starts
 * @param teamId team whose work is evaluated
 * @param updatedAt last change at the intranet, if given
 */
public record ScaleTeam(
    long id, Instant beginAt, long teamId, Corrector corrector, Optional<Instant> updatedAt) {}

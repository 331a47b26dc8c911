/**
 * Observability: logs, metrics, liveness and readiness checks.
 *
 * <p>Called by the composition root. Owns the log formats. Promises fixed keys, one line per event,
 * and that a log that cannot be written stops nothing.
 */
@NullMarked
package io.foyer.platform.observe;

import org.jspecify.annotations.NullMarked;

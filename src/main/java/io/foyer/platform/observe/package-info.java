/**
 * What Foyer tells about itself while it runs: logs, metrics, health.
 *
 * <p>Called by the composition root. Owns how a log line looks. Promises fixed keys, one line an
 * event, and that a log that cannot be written stops nothing.
 */
@NullMarked
package io.foyer.platform.observe;

import org.jspecify.annotations.NullMarked;

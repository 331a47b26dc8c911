/**
 * Configuration: one tree of records, filled from command line, environment, file and defaults.
 *
 * <p>Called by the composition root and the command line. Owns the notation of values and the rule
 * that the environment name of a setting is its path in capitals ({@code intra.app_id} is {@code
 * INTRA_APP_ID}). Promises that a wrong setting stops the start with its path, and that a secret
 * never prints.
 */
@NullMarked
package io.foyer.platform.config;

import org.jspecify.annotations.NullMarked;

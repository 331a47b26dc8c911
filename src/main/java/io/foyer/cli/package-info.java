/**
 * The command line: verbs, options and exit codes.
 *
 * <p>Called by {@code Main}. Owns how a configuration error is told and which number a process ends
 * with: 0 done, 1 bad configuration or failed, 2 wrong usage. Promises that a verb which needs the
 * configuration starts only with a good one; what the verb then does is behind {@link
 * io.foyer.cli.CommandHandlers}.
 */
@NullMarked
package io.foyer.cli;

import org.jspecify.annotations.NullMarked;

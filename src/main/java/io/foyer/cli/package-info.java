/**
 * The command line: one class per command, listed by {@link io.foyer.cli.FoyerCommand}.
 *
 * <p>Called by {@code Main}. Owns how an error is printed and which number a process ends with: 0
 * done, 1 bad configuration or failed, 2 wrong usage, 128 + the number of the signal that
 * interrupted it. Promises that a command which needs the configuration starts only with a good
 * one, and that one which needs the database finds it migrated.
 */
@NullMarked
package io.foyer.cli;

import org.jspecify.annotations.NullMarked;

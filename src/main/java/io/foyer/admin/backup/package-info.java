/**
 * A copy of everything that Foyer keeps, in one file, without the tools of PostgreSQL. Called by
 * the verbs {@code backup} and {@code restore}; owns the file's format. Promises one consistent
 * moment, a file that is whole or absent, and a restore that happens whole or not at all.
 */
@NullMarked
package io.foyer.admin.backup;

import org.jspecify.annotations.NullMarked;

/**
 * Backup and restore of the whole database in one file, without PostgreSQL's tools. Called by the
 * commands {@code backup} and {@code restore}; owns the file format. Promises a consistent
 * snapshot, an atomically written file, and an atomic restore.
 */
@NullMarked
package io.foyer.admin.backup;

import org.jspecify.annotations.NullMarked;

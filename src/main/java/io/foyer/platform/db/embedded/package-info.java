/**
 * The PostgreSQL of the default profile, for a machine where nothing is installed. Called by the
 * composition root when no {@code POSTGRES_*} is set; owns {@code <DATA_DIR>/postgres} and the
 * server process in it. Promises that what a commit confirmed is still there after any crash, that
 * nobody without the password gets in, and that one data directory has one server.
 */
@NullMarked
package io.foyer.platform.db.embedded;

import org.jspecify.annotations.NullMarked;

/**
 * Embedded PostgreSQL server of the default profile, for a machine where none is installed. Called
 * by the composition root when no {@code POSTGRES_*} is set; owns {@code <DATA_DIR>/postgres} and
 * the server process in it. Promises that committed data survives any crash, that a login needs the
 * password, and that one data directory has one server.
 */
@NullMarked
package io.foyer.platform.db.embedded;

import org.jspecify.annotations.NullMarked;

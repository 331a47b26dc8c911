/**
 * The database: pool, transactions, migrations, LISTEN and NOTIFY, the embedded server. Called by
 * stores; owns every connection. Promises that what a transaction returned is committed.
 */
@NullMarked
package io.foyer.platform.db;

import org.jspecify.annotations.NullMarked;

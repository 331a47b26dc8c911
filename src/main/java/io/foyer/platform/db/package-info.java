/**
 * PostgreSQL access: connection pool, transactions, migrations, LISTEN and NOTIFY, embedded server.
 * Used by the stores; owns every connection. Promises that the result of a transaction is
 * committed.
 */
@NullMarked
package io.foyer.platform.db;

import org.jspecify.annotations.NullMarked;

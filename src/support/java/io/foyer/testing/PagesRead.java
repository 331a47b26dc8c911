package io.foyer.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.db.Sql;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;

/** How many pages a statement reads: a cost that, unlike time, is the same on every machine. */
public final class PagesRead {
  private PagesRead() {}

  /**
   * Runs it once, as the program would, and counts.
   *
   * @param rows that it has to find: what finds nothing says nothing of the cost
   */
  public static long by(Sql sql, String statement, Tuple parameters, long rows) {
    JsonObject plan =
        sql.query("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + statement, parameters)
            .await()
            .iterator()
            .next()
            .getJsonArray(0)
            .getJsonObject(0)
            .getJsonObject("Plan");
    assertThat(plan.getLong("Actual Rows")).as("rows found").isEqualTo(rows);
    return plan.getLong("Shared Hit Blocks") + plan.getLong("Shared Read Blocks");
  }
}

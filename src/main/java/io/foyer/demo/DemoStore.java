package io.foyer.demo;

import io.foyer.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.StreamSupport;

/** Reads the meetings for the live page. */
final class DemoStore {
  private static final String LATEST =
      """
      SELECT m.id, m.title, m.starts_at, m.status, m.changed_at, m.id || m.join_secret AS join_key,
             COALESCE((SELECT jsonb_agg(p.key ORDER BY p.position)
                       FROM participants p WHERE p.meeting_id = m.id), '[]') AS who
      FROM meetings m ORDER BY m.changed_at DESC LIMIT 50
      """;

  /** The meetings that changed last, the oldest change first, as events of kind booking. */
  Future<List<JsonObject>> latest(Sql sql, String linkPrefix) {
    return sql.query(LATEST, Tuple.tuple())
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> event(row, linkPrefix))
                    .toList()
                    .reversed());
  }

  private static JsonObject event(Row row, String linkPrefix) {
    return new JsonObject()
        .put("id", "booking-" + row.getString("id"))
        .put("kind", "booking")
        .put("at", row.getOffsetDateTime("changed_at").toInstant().toString())
        .put("title", row.getString("title"))
        .put("who", row.get(JsonArray.class, "who"))
        .put("startsAt", row.getOffsetDateTime("starts_at").toInstant().toString())
        .put("link", linkPrefix + row.getString("join_key"))
        .put("text", text(row.getString("status")));
  }

  private static String text(String status) {
    return switch (status) {
      case "planned" -> "Stored. The intranet is asked who takes part.";
      case "unscheduled" -> "Stored. There is no evaluator yet, so no reminder is scheduled.";
      case "scheduled" -> "All participants are known; the reminder is scheduled.";
      case "announced" -> "The reminder was sent.";
      case "missed" -> "It began before a reminder could be sent.";
      default -> "Cancelled.";
    };
  }
}

package io.foyer.meetings;

import io.foyer.platform.db.Sql;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;

/** Appends to and reads the table {@code meeting_log}: what happened to a meeting. */
final class MeetingLogStore {
  /** Path of entries about the meeting itself. */
  static final String MEETING = "";

  private static final String APPEND =
      "INSERT INTO meeting_log (meeting_id, path, code, message) VALUES ($1, $2, $3, $4)";

  private static final String READ =
      """
      SELECT path, code, message, at FROM meeting_log WHERE meeting_id = $1 ORDER BY id LIMIT 200
      """;

  /**
   * An entry.
   *
   * @param path what it is about; empty for the meeting itself
   * @param code result in the style of HTTP
   */
  record Entry(String path, int code, String message, Instant at) {}

  Future<Void> append(Tx tx, String meetingId, String path, int code, String message) {
    return tx.query(APPEND, Tuple.of(meetingId, path, code, message)).mapEmpty();
  }

  /** The first 200 entries of a meeting, the oldest first. */
  Future<List<Entry>> of(Sql sql, String meetingId) {
    return sql.query(READ, Tuple.of(meetingId))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(
                        row ->
                            new Entry(
                                row.getString(0),
                                row.getInteger(1),
                                row.getString(2),
                                row.getOffsetDateTime(3).toInstant()))
                    .toList());
  }
}

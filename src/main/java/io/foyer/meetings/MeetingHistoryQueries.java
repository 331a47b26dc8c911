package io.foyer.meetings;

import io.foyer.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads the history of a meeting. It is derived from the meeting, its log and its messages, so that
 * it cannot disagree with them.
 */
public final class MeetingHistoryQueries {
  private static final String MEETING =
      """
      SELECT m.status, m.version, m.scheduled_at, m.changed_at,
             (SELECT j.last_error FROM jobs j WHERE j.kind = 'reminder' AND j.key = m.id) AS put_off
      FROM meetings m WHERE m.id = $1
      """;

  private static final String MESSAGES =
      """
      SELECT channel, recipient, version, status, attempts, lost_answers, last_error, created_at,
             settled_at
      FROM outbox WHERE subject = $1 ORDER BY created_at, id LIMIT 200
      """;

  private final MeetingLogStore meetingLog = new MeetingLogStore();

  /**
   * An event of the history.
   *
   * @param kind what happened, such as {@code queued} or {@code sent}
   */
  public record Event(Instant at, String kind, String detail) {}

  /** The events of a meeting in no order; none where it does not exist. */
  public Future<List<Event>> of(Sql sql, String meetingId) {
    return sql.query(MEETING, Tuple.of(meetingId))
        .compose(
            meeting ->
                sql.query(MESSAGES, Tuple.of(meetingId))
                    .compose(
                        messages ->
                            meetingLog
                                .of(sql, meetingId)
                                .map(
                                    entries ->
                                        Stream.of(
                                                rows(meeting)
                                                    .flatMap(MeetingHistoryQueries::meeting),
                                                rows(messages)
                                                    .flatMap(MeetingHistoryQueries::message),
                                                entries.stream().map(MeetingHistoryQueries::step))
                                            .flatMap(events -> events)
                                            .toList())));
  }

  /** Events as the API shows them, the oldest first. */
  public static JsonArray json(List<Event> events) {
    JsonArray array = new JsonArray();
    events.stream()
        .sorted(Comparator.comparing(Event::at))
        .map(
            event ->
                new JsonObject()
                    .put("at", event.at().toString())
                    .put("kind", event.kind())
                    .put("detail", event.detail()))
        .forEach(array::add);
    return array;
  }

  private static Stream<Row> rows(Iterable<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false);
  }

  private static Stream<Event> meeting(Row row) {
    List<Event> events = new ArrayList<>();
    Instant changed = row.getOffsetDateTime("changed_at").toInstant();
    String status = row.getString("status");
    instant(row, "scheduled_at")
        .ifPresent(at -> events.add(new Event(at, "armed", "will be announced when due")));
    Optional.ofNullable(row.getString("put_off"))
        .ifPresent(
            why ->
                events.add(new Event(changed, "failed", "its reminder cannot be written: " + why)));
    if (status.equals("missed") || status.equals("cancelled")) {
      events.add(new Event(changed, status, "version " + row.getLong("version")));
    }
    return events.stream();
  }

  private static Stream<Event> message(Row row) {
    String where =
        row.getString("channel")
            + " to "
            + row.getString("recipient")
            + ", version "
            + row.getLong("version");
    int lost = row.getInteger("lost_answers");
    String outcome =
        where
            + ", attempts "
            + row.getInteger("attempts")
            + (lost > 0 ? ", answers lost " + lost : "")
            + Optional.ofNullable(row.getString("last_error"))
                .map(error -> ": " + error)
                .orElse("");
    Event queued = new Event(row.getOffsetDateTime("created_at").toInstant(), "queued", where);
    String status = row.getString("status");
    Optional<Event> settled =
        instant(row, "settled_at")
            .map(
                at ->
                    switch (status) {
                      case "sent", "failed", "unknown", "cancelled" ->
                          new Event(at, status, outcome);
                      default -> new Event(at, "failed", outcome + "; will be tried again");
                    });
    return Stream.concat(Stream.of(queued), settled.stream());
  }

  private static Event step(MeetingLogStore.Entry entry) {
    return new Event(entry.at(), "step", entry.message());
  }

  private static Optional<Instant> instant(Row row, String column) {
    return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
  }
}

package io.foyer.meetings;

import io.foyer.meetings.Meeting.Status;
import io.foyer.meetings.Participant.Email;
import io.foyer.platform.db.Sql;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads and writes the tables {@code meetings} and {@code participants}. */
final class MeetingStore {
  private static final String BOOK =
      """
      INSERT INTO meetings AS m
        (id, origin, origin_id, title, starts_at, room_name, join_secret, status, channels)
      SELECT id, origin, origin_id, title, starts_at, room_name, join_secret,
             CASE WHEN announceable THEN 'planned' ELSE 'unscheduled' END,
             CASE WHEN channels IS NOT NULL
                  THEN ARRAY(SELECT jsonb_array_elements_text(channels::jsonb)) END
      FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::boolean[],
                  $7::text[], $8::text[], $9::text[])
        AS asked (id, origin, origin_id, title, starts_at, announceable, room_name, join_secret,
                  channels)
      ORDER BY id
      ON CONFLICT (id) DO UPDATE SET
        starts_at = excluded.starts_at,
        channels = excluded.channels,
        version = m.version + CASE
          WHEN m.starts_at <> excluded.starts_at THEN 1
          WHEN m.status IN ('unscheduled', 'cancelled') AND excluded.status = 'planned' THEN 1
          ELSE 0 END,
        status = CASE
          WHEN excluded.status = 'unscheduled' THEN 'unscheduled'
          WHEN m.status IN ('unscheduled', 'cancelled') THEN 'planned'
          WHEN m.starts_at = excluded.starts_at THEN m.status
          WHEN m.scheduled_at IS NULL THEN 'planned'
          ELSE 'scheduled' END,
        changed_at = now()
      WHERE m.starts_at <> excluded.starts_at
         OR (m.status = 'unscheduled') <> (excluded.status = 'unscheduled')
         OR m.status = 'cancelled'
      RETURNING id, starts_at, version, status
      """;

  private static final String CANCEL =
      """
      UPDATE meetings SET status = 'cancelled', version = version + 1, changed_at = now()
      WHERE id = ANY($1::text[]) AND status <> 'cancelled'
      """;

  // Kept, so that a participant who was notified and rejoins is not notified again.
  private static final String DROP_PARTICIPANTS =
      """
      UPDATE participants SET present = false
      WHERE meeting_id = $1 AND present AND login <> ALL($2::text[])
      """;

  // Participants added after the announcement still get it.
  private static final String PUT_PARTICIPANTS =
      """
      INSERT INTO participants AS p
        (meeting_id, login, position, role, email, email_state, pending_version)
      SELECT $1, login, position, role, email, email_state,
             (SELECT announced_version FROM meetings WHERE id = $1)
      FROM unnest($2::text[], $3::integer[], $4::text[], $5::text[], $6::text[])
        AS came (login, position, role, email, email_state)
      ON CONFLICT (meeting_id, login) DO UPDATE SET
        position = excluded.position, role = excluded.role, present = true,
        email = COALESCE(excluded.email, p.email),
        email_state = CASE WHEN excluded.email_state = 'pending' THEN p.email_state
                           ELSE excluded.email_state END
      """;

  private static final String SCHEDULE =
      """
      UPDATE meetings SET
        status = CASE WHEN status = 'planned' THEN 'scheduled' ELSE status END,
        scheduled_at = COALESCE(scheduled_at, now()), changed_at = now()
      WHERE id = $1 AND status IN ('planned', 'scheduled', 'announced')
      RETURNING id, starts_at, version, status
      """;

  private static final String ANNOUNCE_AGAIN =
      """
      UPDATE meetings SET version = version + 1, status = 'scheduled', changed_at = now()
      WHERE id = $1 AND status IN ('scheduled', 'announced', 'missed')
        AND starts_at + make_interval(secs => $2) >= now()
      RETURNING id, starts_at, version, status
      """;

  /**
   * What a meeting {@code m} becomes whose grace ends before its newest version was announced: who
   * wrote messages for this very start has announced it, if not as often as was asked for.
   */
  static final String WHEN_OVER =
      """
      COALESCE((SELECT 'announced' FROM outbox o
                WHERE o.subject = m.id AND o.kind = 'reminder' AND o.status <> 'cancelled'
                  AND (o.payload ->> 'startsAt')::timestamptz = date_trunc('second', m.starts_at)
                LIMIT 1), 'missed')
      """;

  private static final String MISS =
      """
      WITH over AS (
        SELECT id FROM meetings WHERE id = $1 AND starts_at + make_interval(secs => $2) < now()
      ), missed AS (
        UPDATE meetings AS m SET status = %s, changed_at = now()
        WHERE id IN (SELECT id FROM over) AND status IN ('planned', 'scheduled')
      )
      SELECT id FROM over
      """
          .formatted(WHEN_OVER);

  private static final String FIND =
      """
      SELECT id, origin, origin_id, title, starts_at, room_name, join_secret, version, status,
             scheduled_at
      FROM meetings WHERE id = $1
      """;

  private static final String PARTICIPANTS =
      """
      SELECT login, role, email, email_state FROM participants
      WHERE meeting_id = $1 AND present ORDER BY position
      """;

  /** State of a meeting after a write. */
  record Standing(String id, OffsetDateTime startsAt, long version, Status status) {}

  /** Books meetings, new or known; returns those that changed. Ids must be unique. */
  Future<List<Standing>> book(Tx tx, List<NewMeeting> drafts) {
    Tuple columns =
        Tuple.tuple()
            .addArrayOfString(texts(drafts, d -> d.booking().meetingId()))
            .addArrayOfString(texts(drafts, d -> d.booking().origin()))
            .addArrayOfString(texts(drafts, d -> d.booking().originId()))
            .addArrayOfString(texts(drafts, d -> d.booking().title()))
            .addArrayOfOffsetDateTime(
                drafts.stream()
                    .map(d -> d.booking().startsAt().atOffset(ZoneOffset.UTC))
                    .toArray(OffsetDateTime[]::new))
            .addArrayOfBoolean(
                drafts.stream().map(d -> d.booking().announceable()).toArray(Boolean[]::new))
            .addArrayOfString(texts(drafts, NewMeeting::roomName))
            .addArrayOfString(texts(drafts, NewMeeting::joinSecret))
            .addArrayOfString(texts(drafts, d -> channels(d.booking())));
    return tx.query(BOOK, columns).map(MeetingStore::standings);
  }

  private static @Nullable String[] texts(
      List<NewMeeting> drafts, Function<NewMeeting, @Nullable String> part) {
    return drafts.stream().map(part).toArray(String[]::new);
  }

  private static @Nullable String channels(Booking booking) {
    return booking.channels().map(names -> new JsonArray(names).encode()).orElse(null);
  }

  Future<Void> cancel(Tx tx, List<String> meetings) {
    return tx.query(CANCEL, array(meetings)).mapEmpty();
  }

  /** Replaces the participants, keeping their notification state and known addresses. */
  Future<Void> setParticipants(Tx tx, String meetingId, List<Participant> people) {
    return tx.query(DROP_PARTICIPANTS, Tuple.of(meetingId).addArrayOfString(logins(people)))
        .compose(dropped -> putParticipants(tx, meetingId, people));
  }

  /** Adds {@code people} to the participants. */
  Future<Void> putParticipants(Tx tx, String meetingId, List<Participant> people) {
    Integer[] positions = new Integer[people.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i;
    }
    Tuple columns =
        Tuple.of(meetingId)
            .addArrayOfString(logins(people))
            .addArrayOfInteger(positions)
            .addArrayOfString(people.stream().map(Participant::role).toArray(String[]::new))
            .addArrayOfString(people.stream().map(MeetingStore::address).toArray(String[]::new))
            .addArrayOfString(people.stream().map(MeetingStore::state).toArray(String[]::new));
    return tx.query(PUT_PARTICIPANTS, columns).mapEmpty();
  }

  private static String[] logins(List<Participant> people) {
    return people.stream().map(Participant::login).toArray(String[]::new);
  }

  static @Nullable String address(Participant person) {
    return person.email() instanceof Email.Known known ? known.address() : null;
  }

  static String state(Participant person) {
    return switch (person.email()) {
      case Email.Known known -> "known";
      case Email.None none -> "none";
      case Email.Pending pending -> "pending";
    };
  }

  /** Schedules a meeting; empty if it may not be announced. */
  Future<Optional<Standing>> schedule(Tx tx, String id) {
    return tx.query(SCHEDULE, Tuple.of(id)).map(rows -> standings(rows).stream().findFirst());
  }

  /**
   * Creates a new version that is announced to all participants; empty if it is too late or not
   * scheduled.
   */
  Future<Optional<Standing>> announceAgain(Tx tx, String id, double graceSeconds) {
    return tx.query(ANNOUNCE_AGAIN, Tuple.of(id, graceSeconds))
        .map(rows -> standings(rows).stream().findFirst());
  }

  /** Whether a meeting's grace period is over; marks it missed if it is and was never announced. */
  Future<Boolean> miss(Sql sql, String id, double graceSeconds) {
    return sql.query(MISS, Tuple.of(id, graceSeconds)).map(rows -> rows.size() == 1);
  }

  Future<Optional<Meeting>> find(Sql sql, String id) {
    return sql.query(FIND, Tuple.of(id))
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture(Optional.empty())
                    : participants(sql, id)
                        .map(people -> Optional.of(meeting(rows.iterator().next(), people))));
  }

  private static Future<List<Participant>> participants(Sql sql, String meetingId) {
    return sql.query(PARTICIPANTS, Tuple.of(meetingId))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(MeetingStore::participant)
                    .toList());
  }

  private static Participant participant(Row row) {
    Email email =
        switch (row.getString("email_state")) {
          case "known" -> new Email.Known(row.getString("email"));
          case "none" -> new Email.None();
          default -> new Email.Pending();
        };
    return new Participant(row.getString("login"), row.getString("role"), email);
  }

  private static Meeting meeting(Row row, List<Participant> people) {
    return new Meeting(
        row.getString("id"),
        row.getString("origin"),
        row.getString("origin_id"),
        row.getString("title"),
        row.getOffsetDateTime("starts_at").toInstant(),
        row.getString("room_name"),
        row.getString("join_secret"),
        row.getLong("version"),
        status(row),
        Optional.ofNullable(row.getOffsetDateTime("scheduled_at")).map(OffsetDateTime::toInstant),
        people);
  }

  private static List<Standing> standings(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(
            row ->
                new Standing(
                    row.getString("id"),
                    row.getOffsetDateTime("starts_at"),
                    row.getLong("version"),
                    status(row)))
        .toList();
  }

  private static Status status(Row row) {
    return Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT));
  }

  private static Tuple array(List<String> keys) {
    return Tuple.tuple().addArrayOfString(keys.toArray(String[]::new));
  }
}

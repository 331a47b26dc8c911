package io.foyer.meetings;

import io.foyer.meetings.Meeting.Phase;
import io.foyer.meetings.Meeting.Status;
import io.foyer.platform.db.Sql;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads and writes the table {@code meetings}. */
final class MeetingStore {
  private static final String STANDING =
      """
      m.id, m.origin_id, m.starts_at, m.ends_at, m.opens_at, m.version, m.status, m.phase,
      m.lead_seconds, m.grace_seconds\
      """;

  // Another start or another external room is a new version, which is announced anew; what else
  // differs is only stored.
  private static final String BOOK =
      """
      INSERT INTO meetings AS m
        (id, origin, origin_id, title, description, organizer, starts_at, ends_at, opens_at, zone,
         wall_at, room_kind, entry_url, room_name, join_secret, status, channels, lead_seconds,
         grace_seconds)
      SELECT id, origin, origin_id, title, description, organizer, starts_at, ends_at, opens_at,
             zone, wall_at, CASE WHEN entry_url IS NOT NULL THEN 'external' END, entry_url,
             room_name, join_secret,
             CASE WHEN announceable THEN 'planned' ELSE 'unscheduled' END,
             channels, lead_seconds, grace_seconds
      FROM jsonb_to_recordset($1::jsonb) AS asked
        (id text, origin text, origin_id text, title text, description text, organizer text,
         starts_at timestamptz, ends_at timestamptz, opens_at timestamptz, zone text,
         wall_at timestamp, entry_url text, room_name text, join_secret text,
         announceable boolean, channels text[], lead_seconds integer, grace_seconds integer)
      ORDER BY id
      ON CONFLICT (id) DO UPDATE SET
        title = excluded.title, description = excluded.description,
        organizer = excluded.organizer, starts_at = excluded.starts_at,
        ends_at = excluded.ends_at, opens_at = excluded.opens_at, zone = excluded.zone,
        wall_at = excluded.wall_at, room_kind = excluded.room_kind,
        entry_url = excluded.entry_url, channels = excluded.channels,
        lead_seconds = excluded.lead_seconds, grace_seconds = excluded.grace_seconds,
        version = m.version + CASE
          WHEN %1$s THEN 1
          WHEN m.status IN ('unscheduled', 'cancelled') AND excluded.status = 'planned' THEN 1
          ELSE 0 END,
        status = CASE
          WHEN excluded.status = 'unscheduled' THEN 'unscheduled'
          WHEN m.status IN ('unscheduled', 'cancelled') THEN 'planned'
          WHEN NOT %1$s THEN m.status
          WHEN m.scheduled_at IS NULL THEN 'planned'
          ELSE 'scheduled' END,
        phase = CASE
          WHEN (m.starts_at, m.ends_at, m.opens_at)
               IS DISTINCT FROM (excluded.starts_at, excluded.ends_at, excluded.opens_at)
          THEN 'booked' ELSE m.phase END,
        changed_at = now()
      WHERE (m.title, m.description, m.organizer, m.starts_at, m.ends_at, m.opens_at, m.zone,
             m.entry_url, m.channels, m.lead_seconds, m.grace_seconds)
            IS DISTINCT FROM
            (excluded.title, excluded.description, excluded.organizer, excluded.starts_at,
             excluded.ends_at, excluded.opens_at, excluded.zone, excluded.entry_url,
             excluded.channels, excluded.lead_seconds, excluded.grace_seconds)
         OR (m.status = 'unscheduled') <> (excluded.status = 'unscheduled')
         OR m.status = 'cancelled'
      RETURNING %2$s
      """
          .formatted(
              "((m.starts_at, m.entry_url) IS DISTINCT FROM"
                  + " (excluded.starts_at, excluded.entry_url))",
              STANDING);

  private static final String CANCEL =
      """
      UPDATE meetings SET status = 'cancelled', version = version + 1, changed_at = now()
      WHERE id = ANY($1::text[]) AND status <> 'cancelled'
      RETURNING id
      """;

  private static final String SCHEDULE =
      """
      UPDATE meetings AS m SET
        status = CASE WHEN status = 'planned' THEN 'scheduled' ELSE status END,
        scheduled_at = COALESCE(scheduled_at, now()), changed_at = now()
      WHERE id = $1 AND status IN ('planned', 'scheduled', 'announced')
      RETURNING
      """
          + STANDING;

  private static final String ANNOUNCE_AGAIN =
      """
      UPDATE meetings AS m SET version = version + 1, status = 'scheduled', changed_at = now()
      WHERE id = $1 AND status IN ('scheduled', 'announced', 'missed')
        AND starts_at + make_interval(secs => COALESCE(grace_seconds, $2::float8)) >= now()
      RETURNING
      """
          + STANDING;

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

  private static final String GIVE_UP =
      """
      UPDATE meetings AS m SET status = %s, changed_at = now()
      WHERE id = $1 AND status IN ('planned', 'scheduled')
      """
          .formatted(WHEN_OVER);

  private static final String LATE =
      """
      SELECT FROM meetings
      WHERE id = $1 AND starts_at + make_interval(secs => COALESCE(grace_seconds, $2::float8)) < now()
      """;

  private static final String LOCK =
      "SELECT " + STANDING + ", now() AS read_at FROM meetings AS m WHERE id = $1 FOR UPDATE";

  private static final String SET_PHASE =
      "UPDATE meetings SET phase = $2, changed_at = now() WHERE id = $1";

  private static final String SET_ROOM = "UPDATE meetings SET room_name = $2 WHERE id = $1";

  private static final String FIND =
      "SELECT "
          + STANDING
          + """
          , m.origin, m.title, m.zone, m.room_name, m.entry_url, m.join_secret, m.scheduled_at,
            now() AS read_at
          FROM meetings AS m WHERE id = $1
          """;

  /** State of a meeting after a write. */
  record Standing(
      String id, String originId, long version, Workflow.State state, Optional<Duration> lead) {
    Status status() {
      return state.status();
    }

    OffsetDateTime startsAt() {
      return state.times().startsAt().atOffset(ZoneOffset.UTC);
    }
  }

  /** A row and the database's time when it was read. */
  record Read<T>(T row, Instant at) {}

  /** Books meetings, new or known; returns those that changed. Ids must be unique. */
  Future<List<Standing>> book(Tx tx, List<NewMeeting> drafts) {
    JsonArray rows = new JsonArray();
    drafts.forEach(draft -> rows.add(row(draft)));
    return tx.query(BOOK, Tuple.of(rows)).map(MeetingStore::standings);
  }

  private static JsonObject row(NewMeeting draft) {
    Booking booking = draft.booking();
    MeetingTimes times = booking.times();
    AnnouncementPlan plan = booking.announcement();
    return new JsonObject()
        .put("id", booking.meetingId())
        .put("origin", booking.origin())
        .put("origin_id", booking.originId())
        .put("title", booking.title())
        .put("description", booking.description().orElse(null))
        .put("organizer", booking.organizer().orElse(null))
        .put("starts_at", times.startsAt().toString())
        .put("ends_at", text(times.endsAt()))
        .put("opens_at", text(times.opensAt()))
        .put("zone", text(times.zone()))
        .put("wall_at", text(times.wallTime()))
        .put("entry_url", text(booking.externalRoom()))
        .put("room_name", draft.roomName())
        .put("join_secret", draft.joinSecret())
        .put("announceable", plan.announceable())
        .put("channels", plan.channels().map(JsonArray::new).orElse(null))
        .put("lead_seconds", plan.lead().map(Duration::toSeconds).orElse(null))
        .put("grace_seconds", plan.grace().map(Duration::toSeconds).orElse(null));
  }

  private static @Nullable String text(Optional<?> value) {
    return value.map(Object::toString).orElse(null);
  }

  /** Cancels meetings; returns those that were not cancelled before. */
  Future<List<String>> cancel(Tx tx, List<String> meetings) {
    return tx.query(CANCEL, Tuple.tuple().addArrayOfString(meetings.toArray(String[]::new)))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getString(0))
                    .toList());
  }

  /** Schedules a meeting; empty if it may not be announced. */
  Future<Optional<Standing>> schedule(Tx tx, String id) {
    return tx.query(SCHEDULE, Tuple.of(id)).map(rows -> standings(rows).stream().findFirst());
  }

  /** Names the room of a meeting anew. */
  Future<Void> setRoom(Tx tx, String id, String name) {
    return tx.query(SET_ROOM, Tuple.of(id, name)).mapEmpty();
  }

  /**
   * Creates a new version that is announced to all participants; empty if it is too late or not
   * scheduled.
   */
  Future<Optional<Standing>> announceAgain(Tx tx, String id, double graceSeconds) {
    return tx.query(ANNOUNCE_AGAIN, Tuple.of(id, graceSeconds))
        .map(rows -> standings(rows).stream().findFirst());
  }

  /** Whether it is too late to announce a meeting. */
  Future<Boolean> isLate(Sql sql, String id, double graceSeconds) {
    return sql.query(LATE, Tuple.of(id, graceSeconds)).map(rows -> rows.size() == 1);
  }

  /** Marks a meeting missed whose start was never announced. */
  Future<Void> giveUp(Sql sql, String id) {
    return sql.query(GIVE_UP, Tuple.of(id)).mapEmpty();
  }

  /** Locks a meeting until the transaction ends. */
  Future<Optional<Read<Standing>>> lock(Tx tx, String id) {
    return tx.query(LOCK, Tuple.of(id))
        .map(rows -> first(rows).map(row -> new Read<>(standing(row), readAt(row))));
  }

  Future<Void> setPhase(Tx tx, String id, Phase phase) {
    return tx.query(SET_PHASE, Tuple.of(id, phase.name().toLowerCase(Locale.ROOT))).mapEmpty();
  }

  /** One meeting, its participants taken from {@code people}. */
  Future<Optional<Read<Meeting>>> find(Sql sql, String id, List<Participant> people) {
    return sql.query(FIND, Tuple.of(id))
        .map(rows -> first(rows).map(row -> new Read<>(meeting(row, people), readAt(row))));
  }

  private static Meeting meeting(Row row, List<Participant> people) {
    Standing standing = standing(row);
    Optional<ZoneId> zone = Optional.ofNullable(row.getString("zone")).map(ZoneId::of);
    MeetingTimes times = standing.state().times();
    return new Meeting(
        standing.id(),
        row.getString("origin"),
        standing.originId(),
        row.getString("title"),
        new MeetingTimes(times.startsAt(), times.endsAt(), times.opensAt(), zone),
        Optional.ofNullable(row.getString("entry_url"))
            .<ConferenceRoom>map(address -> new ConferenceRoom.External(URI.create(address)))
            .orElseGet(() -> new ConferenceRoom.Jitsi(row.getString("room_name"))),
        row.getString("join_secret"),
        standing.version(),
        standing.status(),
        standing.state().phase(),
        instant(row, "scheduled_at"),
        people);
  }

  private static List<Standing> standings(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(MeetingStore::standing).toList();
  }

  private static Standing standing(Row row) {
    MeetingTimes times =
        new MeetingTimes(
            row.getOffsetDateTime("starts_at").toInstant(),
            instant(row, "ends_at"),
            instant(row, "opens_at"),
            Optional.empty());
    return new Standing(
        row.getString("id"),
        row.getString("origin_id"),
        row.getLong("version"),
        new Workflow.State(
            times,
            Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
            Phase.valueOf(row.getString("phase").toUpperCase(Locale.ROOT)),
            seconds(row, "grace_seconds")),
        seconds(row, "lead_seconds"));
  }

  private static Optional<Row> first(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).findFirst();
  }

  private static Instant readAt(Row row) {
    return row.getOffsetDateTime("read_at").toInstant();
  }

  private static Optional<Instant> instant(Row row, String column) {
    return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
  }

  private static Optional<Duration> seconds(Row row, String column) {
    return Optional.ofNullable(row.getInteger(column)).map(Duration::ofSeconds);
  }
}

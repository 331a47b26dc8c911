package io.foyer.meetings;

import io.foyer.meetings.Meeting.Status;
import io.foyer.platform.Ids;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Imports meetings of another system with their history. */
final class ImportStore {
  private static final String MEETINGS =
      """
      INSERT INTO meetings
        (id, origin, origin_id, title, starts_at, status, room_name, join_secret, scheduled_at,
         announced_version)
      SELECT id, origin, origin_id, title, starts_at, status, room_name, join_secret,
             CASE WHEN status = 'announced' THEN now() END,
             CASE WHEN status = 'announced' THEN 1 ELSE 0 END
      FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[],
                  $7::text[], $8::text[])
        AS came (id, origin, origin_id, title, starts_at, status, room_name, join_secret)
      """;

  private static final String PARTICIPANTS =
      """
      INSERT INTO participants (meeting_id, key, position, role, email_state)
      SELECT meeting_id, key, position, role, 'pending'
      FROM unnest($1::text[], $2::text[], $3::integer[], $4::text[])
        AS came (meeting_id, key, position, role)
      """;

  private final Ids ids;

  ImportStore(Ids ids) {
    this.ids = ids;
  }

  /** Writes new meetings; their people's addresses are not known yet. */
  Future<Void> write(Tx tx, List<ImportedMeeting> meetings, List<String> roomNames) {
    return tx.query(MEETINGS, meetings(meetings, roomNames))
        .compose(done -> tx.query(PARTICIPANTS, people(meetings)))
        .mapEmpty();
  }

  private Tuple meetings(List<ImportedMeeting> meetings, List<String> roomNames) {
    List<Booking> bookings = meetings.stream().map(ImportedMeeting::booking).toList();
    return Tuple.tuple()
        .addArrayOfString(texts(bookings, Booking::meetingId))
        .addArrayOfString(texts(bookings, Booking::origin))
        .addArrayOfString(texts(bookings, Booking::originId))
        .addArrayOfString(texts(bookings, Booking::title))
        .addArrayOfOffsetDateTime(
            bookings.stream()
                .map(b -> b.times().startsAt().atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new))
        .addArrayOfString(texts(meetings, m -> name(m.status())))
        .addArrayOfString(roomNames.toArray(String[]::new))
        .addArrayOfString(texts(meetings, m -> ids.secret()));
  }

  private static String name(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private static Tuple people(List<ImportedMeeting> meetings) {
    List<String> where = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    List<Integer> positions = new ArrayList<>();
    List<String> roles = new ArrayList<>();
    for (ImportedMeeting meeting : meetings) {
      for (int i = 0; i < meeting.people().size(); i++) {
        where.add(meeting.booking().meetingId());
        keys.add(meeting.people().get(i).key());
        positions.add(i);
        roles.add(meeting.people().get(i).role());
      }
    }
    return Tuple.tuple()
        .addArrayOfString(where.toArray(String[]::new))
        .addArrayOfString(keys.toArray(String[]::new))
        .addArrayOfInteger(positions.toArray(Integer[]::new))
        .addArrayOfString(roles.toArray(String[]::new));
  }

  private static <T> String[] texts(List<T> rows, Function<T, String> part) {
    return rows.stream().map(part).toArray(String[]::new);
  }
}

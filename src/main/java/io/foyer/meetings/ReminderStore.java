package io.foyer.meetings;

import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Turns due reminders into messages. */
final class ReminderStore {
  // Waits for nobody: a meeting that is being changed is left for the next turn.
  private static final String DUE =
      """
      SELECT j.key FROM jobs AS j JOIN meetings AS m ON m.id = j.key
      WHERE j.kind = 'reminder' AND j.due_at <= now()
      ORDER BY j.due_at LIMIT $1
      FOR UPDATE OF j, m SKIP LOCKED
      """;

  // To Foyer, or to the room itself by its guessable name; whoever comes late gets the others'
  // room.
  private static final String LINK =
      """
      CASE WHEN $6::text IS NULL THEN $5 || m.join_key
           ELSE COALESCE(
             (SELECT o.payload ->> 'link' FROM outbox o
              WHERE o.subject = m.id AND o.version = m.version AND o.kind = 'reminder' LIMIT 1),
             $6 || m.origin_id || '-'
               || (SELECT string_agg(p.login, '-' ORDER BY p.position) FROM participants p
                   WHERE p.meeting_id = m.id AND p.present)) END""";

  // A statement of its own, after the rows are locked, so that it sees what was committed before.
  // Whoever can be reached and was not told of this version is told; a meeting whose people cannot
  // be reached stays due until it is over, and is then missed, where an operator sees it. A message
  // that was taken back because its only recipient had left is written anew when he is back.
  private static final String ANNOUNCE =
      """
      WITH m AS (
        SELECT id, origin_id, version, title, starts_at, status, id || join_secret AS join_key,
               starts_at + make_interval(secs => $2) AS over_at
        FROM meetings WHERE id = ANY($1::text[])
      ), told AS (
        UPDATE participants AS p SET reminded_version = m.version
        FROM m
        WHERE p.meeting_id = m.id AND m.over_at >= now() AND m.status IN ('armed', 'reminded')
          AND p.email_state = 'known' AND p.present AND p.reminded_version < m.version
          AND cardinality($3::text[]) + cardinality($4::text[]) > 0
        RETURNING p.meeting_id, p.login, p.position, p.email
      ), messages AS (
        SELECT m.id, c.channel, 'team' AS recipient, jsonb_agg(t.email ORDER BY t.position) AS emails
        FROM m JOIN told t ON t.meeting_id = m.id, unnest($3::text[]) AS c (channel)
        WHERE m.status = 'armed'
        GROUP BY m.id, c.channel
        UNION ALL
        SELECT m.id, c.channel, 'late:' || t.login, jsonb_build_array(t.email)
        FROM m JOIN told t ON t.meeting_id = m.id, unnest($3::text[]) AS c (channel)
        WHERE m.status = 'reminded'
        UNION ALL
        SELECT m.id, c.channel, t.login, jsonb_build_array(t.email)
        FROM m JOIN told t ON t.meeting_id = m.id, unnest($4::text[]) AS c (channel)
      ), written AS (
        INSERT INTO outbox
          (subject, version, kind, channel, recipient, payload, expires_at, resend_until)
        SELECT m.id, m.version, 'reminder', x.channel, x.recipient,
               jsonb_build_object(
                 'title', m.title, 'link', %1$s, 'emails', x.emails,
                 'startsAt', to_char(m.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
               m.over_at, m.starts_at
        FROM messages x JOIN m USING (id)
        ON CONFLICT (subject, version, kind, channel, recipient) DO UPDATE SET
          payload = excluded.payload, status = 'pending', due_at = now(), attempts = 0,
          withdrawn = false, fence = outbox.fence + 1, last_error = NULL, settled_at = NULL
        WHERE outbox.status = 'cancelled'
      ), marked AS (
        UPDATE meetings AS u SET
          status = CASE WHEN m.over_at < now() AND m.status IN ('armed', 'planned') THEN %2$s
                        ELSE 'reminded' END,
          changed_at = now()
        FROM m
        WHERE u.id = m.id
          AND (m.over_at < now() AND m.status IN ('armed', 'planned')
               OR m.status = 'armed' AND m.id IN (SELECT meeting_id FROM told))
      ), waiting AS (
        UPDATE jobs AS j SET due_at = m.over_at + interval '1 second', fence = j.fence + 1
        FROM m
        WHERE j.kind = 'reminder' AND j.key = m.id AND m.status = 'armed' AND m.over_at >= now()
          AND m.id NOT IN (SELECT meeting_id FROM told)
      )
      DELETE FROM jobs AS j USING m
      WHERE j.kind = 'reminder' AND j.key = m.id
        AND (m.status <> 'armed' OR m.over_at < now() OR m.id IN (SELECT meeting_id FROM told))
      """
          .formatted(LINK, MeetingStore.WHEN_OVER);

  /** Locks up to {@code limit} meetings whose reminder is due, until the transaction ends. */
  Future<List<String>> due(Tx tx, int limit) {
    return tx.query(DUE, Tuple.of(limit))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map((Row row) -> row.getString(0))
                    .toList());
  }

  /**
   * Writes the messages of locked meetings and ends their jobs.
   *
   * @param perTeam channels that carry one message to all
   * @param perPerson channels that carry one message to each
   * @param linkPrefix what stands before the join key in a link
   * @param roomPrefix what stands before the room's name where links lead there without Foyer
   */
  Future<Void> announce(
      Tx tx,
      List<String> meetings,
      double graceSeconds,
      List<String> perTeam,
      List<String> perPerson,
      String linkPrefix,
      Optional<String> roomPrefix) {
    return tx.query(
            ANNOUNCE,
            Tuple.tuple()
                .addArrayOfString(meetings.toArray(String[]::new))
                .addDouble(graceSeconds)
                .addArrayOfString(perTeam.toArray(String[]::new))
                .addArrayOfString(perPerson.toArray(String[]::new))
                .addString(linkPrefix)
                .addString(roomPrefix.orElse(null)))
        .mapEmpty();
  }
}

package io.foyer.meetings;

import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.StreamSupport;

/** Writes outbox messages for due reminders. */
final class ReminderStore {
  // Never waits for locks (SKIP LOCKED): a meeting that is being changed is left for the next run.
  private static final String DUE =
      """
      SELECT j.key FROM jobs AS j JOIN meetings AS m ON m.id = j.key
      WHERE j.kind = 'reminder' AND j.due_at <= now()
      ORDER BY j.due_at LIMIT $1
      FOR UPDATE OF j, m SKIP LOCKED
      """;

  // A statement of its own, after the rows are locked, so that it sees what was committed before.
  // The announcement of a version addresses all participants who can be reached; pending_version
  // marks the others, who are the exception. Once the version is announced, they are addressed as
  // soon as they can be reached. The channels are those of the meeting, or the default ones where
  // it names none; a meeting with an empty list, or whose participants want no reminders, is
  // announced without a message. A meeting whose people cannot be reached stays scheduled: its
  // reminder is requested anew once they can be, and the workflow marks it missed when it is too
  // late. A message that was taken back because its only recipient had left is written anew when
  // he is back. Messages are looked up and then inserted rather than ON CONFLICT: the meeting is
  // locked, so nobody else writes them, and speculative insertion is dear.
  private static final String ANNOUNCE =
      """
      WITH m AS (
        SELECT id, version, title, starts_at, status, join_secret,
               CASE WHEN room_kind IS NULL THEN room_name END AS room,
               starts_at + make_interval(secs => COALESCE(grace_seconds, $2::float8)) AS late_at,
               COALESCE(channels, $5::text[]) AS carriers, channels = '{}' IS TRUE AS silent
        FROM meetings WHERE id = ANY($1::text[])
      ), people AS (
        SELECT p.meeting_id, p.key, p.position, p.email, p.join_secret, m.version,
               m.status = 'scheduled' AS first,
               p.email_state = 'known' AND p.present AS reached, m.carriers
        FROM m JOIN participants AS p ON p.meeting_id = m.id
        WHERE p.remind AND m.late_at >= now() AND m.carriers && ($3::text[] || $4::text[])
          AND (m.status = 'scheduled' OR m.status = 'announced' AND p.pending_version = m.version)
      ), addressed AS (
        SELECT * FROM people WHERE reached
      ), unreached AS (
        UPDATE participants AS p
        SET pending_version = CASE WHEN x.reached THEN 0 ELSE x.version END
        FROM people AS x
        WHERE x.reached <> x.first
          AND (x.reached OR x.meeting_id IN (SELECT meeting_id FROM addressed))
          AND p.meeting_id = x.meeting_id AND p.key = x.key
      ), messages AS (
        SELECT t.meeting_id AS id, c.channel, 'team' AS recipient,
               jsonb_agg(t.email ORDER BY t.position) AS emails, NULL AS own_secret
        FROM addressed AS t, unnest($3::text[]) AS c (channel)
        WHERE t.first AND c.channel = ANY(t.carriers)
        GROUP BY t.meeting_id, c.channel
        UNION ALL
        SELECT t.meeting_id, c.channel, 'late:' || t.key, jsonb_build_array(t.email), t.join_secret
        FROM addressed AS t, unnest($3::text[]) AS c (channel)
        WHERE NOT t.first AND c.channel = ANY(t.carriers)
        UNION ALL
        SELECT t.meeting_id, c.channel, t.key, jsonb_build_array(t.email), t.join_secret
        FROM addressed AS t, unnest($4::text[]) AS c (channel)
        WHERE c.channel = ANY(t.carriers)
      ), worded AS (
        SELECT m.id AS subject, m.version, x.channel, x.recipient,
               jsonb_build_object(
                 'title', m.title, 'key', m.id || COALESCE(x.own_secret, m.join_secret),
                 'room', m.room, 'emails', x.emails,
                 'startsAt', to_char(m.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
                 AS payload,
               m.late_at, m.starts_at, m.status = 'scheduled' AS first
        FROM messages AS x JOIN m USING (id)
      ), revived AS (
        UPDATE outbox AS o SET
          payload = w.payload, status = 'pending', due_at = now(), attempts = 0,
          withdrawn = false, fence = o.fence + 1, last_error = NULL, settled_at = NULL
        FROM worded AS w
        WHERE NOT w.first AND o.subject = w.subject AND o.version = w.version
          AND o.kind = 'reminder' AND o.channel = w.channel AND o.recipient = w.recipient
          AND o.status = 'cancelled'
      ), written AS (
        INSERT INTO outbox
          (subject, version, kind, channel, recipient, payload, expires_at, resend_until)
        SELECT subject, version, 'reminder', channel, recipient, payload, late_at, starts_at
        FROM worded AS w
        WHERE NOT EXISTS (
          SELECT FROM outbox AS o
          WHERE o.subject = w.subject AND o.version = w.version AND o.kind = 'reminder'
            AND o.channel = w.channel AND o.recipient = w.recipient)
      ), marked AS (
        UPDATE meetings AS u SET
          status = 'announced',
          announced_version = CASE WHEN m.id IN (SELECT meeting_id FROM addressed) THEN m.version
                              ELSE u.announced_version END,
          changed_at = now()
        FROM m
        WHERE u.id = m.id AND m.status = 'scheduled'
          AND (m.silent OR m.id IN (SELECT meeting_id FROM addressed)
               OR m.late_at >= now() AND m.carriers && ($3::text[] || $4::text[])
                  AND m.id NOT IN (SELECT meeting_id FROM people))
      )
      DELETE FROM jobs AS j USING m WHERE j.kind = 'reminder' AND j.key = m.id
      """;

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
   * @param graceSeconds how long after its start a meeting is announced that says nothing else
   * @param channels configured channels, and which of them a meeting without channels uses
   */
  Future<Void> announce(
      Tx tx, List<String> meetings, double graceSeconds, ReminderChannels channels) {
    return tx.query(
            ANNOUNCE,
            Tuple.tuple()
                .addArrayOfString(meetings.toArray(String[]::new))
                .addDouble(graceSeconds)
                .addArrayOfString(channels.perTeam().toArray(String[]::new))
                .addArrayOfString(channels.perPerson().toArray(String[]::new))
                .addArrayOfString(channels.defaults().toArray(String[]::new)))
        .mapEmpty();
  }
}

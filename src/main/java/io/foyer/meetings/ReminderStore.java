package io.foyer.meetings;

import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
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
                   WHERE p.meeting_id = m.id AND p.present)) END\
      """;

  // A statement of its own, after the rows are locked, so that it sees what was committed before.
  // The announcement of a version addresses all participants who can be reached; pending_version
  // marks the others, who are the exception. Once the version is announced, they are addressed as
  // soon as they can be reached. The channels are those of the meeting, or the default ones where
  // it
  // names none; a meeting with an empty list is announced without a message. A meeting whose people
  // cannot be reached stays due until it is
  // over, and is then
  // missed, where an operator sees it. A message that was taken back because its only recipient had
  // left is written anew when he is back. Messages are looked up and then inserted rather than ON
  // CONFLICT: the meeting is locked, so nobody else writes them, and speculative insertion is dear.
  private static final String ANNOUNCE =
      """
      WITH m AS (
        SELECT id, origin_id, version, title, starts_at, status, id || join_secret AS join_key,
               starts_at + make_interval(secs => $2) AS over_at,
               COALESCE(channels, $7::text[]) AS carriers, channels = '{}' IS TRUE AS silent
        FROM meetings WHERE id = ANY($1::text[])
      ), people AS (
        SELECT p.meeting_id, p.login, p.position, p.email, m.version, m.status = 'scheduled' AS first,
               p.email_state = 'known' AND p.present AS reached, m.carriers
        FROM m JOIN participants AS p ON p.meeting_id = m.id
        WHERE m.over_at >= now() AND m.carriers && ($3::text[] || $4::text[])
          AND (m.status = 'scheduled' OR m.status = 'announced' AND p.pending_version = m.version)
      ), addressed AS (
        SELECT * FROM people WHERE reached
      ), unreached AS (
        UPDATE participants AS p
        SET pending_version = CASE WHEN x.reached THEN 0 ELSE x.version END
        FROM people AS x
        WHERE x.reached <> x.first
          AND (x.reached OR x.meeting_id IN (SELECT meeting_id FROM addressed))
          AND p.meeting_id = x.meeting_id AND p.login = x.login
      ), messages AS (
        SELECT t.meeting_id AS id, c.channel, 'team' AS recipient,
               jsonb_agg(t.email ORDER BY t.position) AS emails
        FROM addressed AS t, unnest($3::text[]) AS c (channel)
        WHERE t.first AND c.channel = ANY(t.carriers)
        GROUP BY t.meeting_id, c.channel
        UNION ALL
        SELECT t.meeting_id, c.channel, 'late:' || t.login, jsonb_build_array(t.email)
        FROM addressed AS t, unnest($3::text[]) AS c (channel)
        WHERE NOT t.first AND c.channel = ANY(t.carriers)
        UNION ALL
        SELECT t.meeting_id, c.channel, t.login, jsonb_build_array(t.email)
        FROM addressed AS t, unnest($4::text[]) AS c (channel)
        WHERE c.channel = ANY(t.carriers)
      ), worded AS (
        SELECT m.id AS subject, m.version, x.channel, x.recipient,
               jsonb_build_object(
                 'title', m.title, 'link', %1$s, 'emails', x.emails,
                 'startsAt', to_char(m.starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
                 AS payload,
               m.over_at, m.starts_at, m.status = 'scheduled' AS first
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
        SELECT subject, version, 'reminder', channel, recipient, payload, over_at, starts_at
        FROM worded AS w
        WHERE NOT EXISTS (
          SELECT FROM outbox AS o
          WHERE o.subject = w.subject AND o.version = w.version AND o.kind = 'reminder'
            AND o.channel = w.channel AND o.recipient = w.recipient)
      ), marked AS (
        UPDATE meetings AS u SET
          status = CASE WHEN m.over_at < now() AND m.status IN ('scheduled', 'planned') THEN %2$s
                        ELSE 'announced' END,
          announced_version = CASE WHEN m.id IN (SELECT meeting_id FROM addressed) THEN m.version
                              ELSE u.announced_version END,
          changed_at = now()
        FROM m
        WHERE u.id = m.id
          AND (m.over_at < now() AND m.status IN ('scheduled', 'planned')
               OR m.status = 'scheduled'
                  AND (m.silent OR m.id IN (SELECT meeting_id FROM addressed)))
      ), waiting AS (
        UPDATE jobs AS j SET due_at = m.over_at + interval '1 second', fence = j.fence + 1
        FROM m
        WHERE j.kind = 'reminder' AND j.key = m.id AND m.status = 'scheduled' AND m.over_at >= now()
          AND NOT m.silent AND m.id NOT IN (SELECT meeting_id FROM addressed)
      )
      DELETE FROM jobs AS j USING m
      WHERE j.kind = 'reminder' AND j.key = m.id
        AND (m.status <> 'scheduled' OR m.over_at < now() OR m.silent
             OR m.id IN (SELECT meeting_id FROM addressed))
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
   * @param channels configured channels, and which of them a meeting without channels uses
   * @param linkPrefix prefix of the join key in a link
   * @param roomPrefix prefix of the room's name where links lead directly to the room
   */
  Future<Void> announce(
      Tx tx,
      List<String> meetings,
      double graceSeconds,
      ReminderChannels channels,
      String linkPrefix,
      Optional<String> roomPrefix) {
    return tx.query(
            ANNOUNCE,
            Tuple.tuple()
                .addArrayOfString(meetings.toArray(String[]::new))
                .addDouble(graceSeconds)
                .addArrayOfString(channels.perTeam().toArray(String[]::new))
                .addArrayOfString(channels.perPerson().toArray(String[]::new))
                .addString(linkPrefix)
                .addString(roomPrefix.orElse(null))
                .addArrayOfString(channels.defaults().toArray(String[]::new)))
        .mapEmpty();
  }
}

package io.foyer.meetings;

import io.foyer.meetings.MeetingStore.Standing;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/**
 * Updates unsent outbox messages when the participants change. A message in flight cannot be
 * recalled, but is not retried for removed participants.
 */
final class RecipientStore {
  // First, so that the next statement sees what a sender claimed or settled a moment ago.
  private static final String LOCK =
      """
      SELECT id FROM outbox
      WHERE subject = $1 AND kind = 'reminder' AND status IN ('held', 'pending', 'sending', 'failed', 'unknown')
      ORDER BY id FOR UPDATE
      """;

  // An address leaves when no participant uses it any more, because the participant left or changed
  // address. A participant whose messages were all unsent counts as not notified, and still gets
  // the announcement after rejoining, or at the new address.
  private static final String TAKE_OUT =
      """
      WITH came AS (
        SELECT * FROM unnest($3::text[], $4::text[], $5::text[]) AS n (key, email, email_state)
      ), leaving AS (
        SELECT p.key, p.email
        FROM participants p LEFT JOIN came n USING (key)
        WHERE p.meeting_id = $1 AND p.present AND p.email_state = 'known'
          AND (n.key IS NULL OR n.email_state = 'none' OR n.email <> p.email)
          AND NOT EXISTS (SELECT FROM came c WHERE c.email = p.email)
      ), rest AS (
        SELECT o.id, jsonb_agg(e.email ORDER BY e.place)
                     FILTER (WHERE e.email NOT IN (SELECT email FROM leaving)) AS emails
        FROM outbox o,
             jsonb_array_elements_text(o.payload -> 'emails') WITH ORDINALITY AS e (email, place)
        WHERE o.subject = $1 AND o.kind = 'reminder'
          AND o.status IN ('held', 'pending', 'sending', 'failed', 'unknown')
        GROUP BY o.id
        HAVING bool_or(e.email IN (SELECT email FROM leaving))
      ), cut AS (
        UPDATE outbox AS o SET
          payload = jsonb_set(o.payload, '{emails}', COALESCE(r.emails, '[]')),
          withdrawn = o.withdrawn OR r.emails IS NULL,
          status = CASE WHEN r.emails IS NOT NULL OR o.status NOT IN ('held', 'pending', 'failed')
                        THEN o.status
                        WHEN o.lost_answers > 0 THEN 'unknown'
                        ELSE 'cancelled' END,
          last_error = CASE WHEN r.emails IS NULL THEN 'whom it was for has left'
                            ELSE o.last_error END,
          settled_at = CASE WHEN r.emails IS NULL THEN now() ELSE o.settled_at END
        FROM rest r WHERE o.id = r.id
      )
      UPDATE participants AS p SET pending_version = $2
      FROM leaving l
      WHERE p.meeting_id = $1 AND p.key = l.key
        AND NOT EXISTS (
          SELECT FROM outbox o
          WHERE o.subject = $1 AND o.version = $2 AND o.kind = 'reminder'
            AND o.payload -> 'emails' ? l.email
            AND (o.status NOT IN ('held', 'pending', 'failed', 'cancelled') OR o.lost_answers > 0))
      """;

  /** Removes recipients that are no longer in {@code people} from the messages of a meeting. */
  Future<Void> takeOut(Tx tx, Standing meeting, List<Participant> people) {
    return tx.query(LOCK, Tuple.of(meeting.id()))
        .compose(
            locked ->
                locked.size() == 0
                    ? Future.succeededFuture()
                    : tx.query(TAKE_OUT, columns(meeting, people)).mapEmpty());
  }

  private static Tuple columns(Standing meeting, List<Participant> people) {
    return Tuple.of(meeting.id(), meeting.version())
        .addArrayOfString(people.stream().map(Participant::key).toArray(String[]::new))
        .addArrayOfString(people.stream().map(ParticipantStore::address).toArray(String[]::new))
        .addArrayOfString(people.stream().map(ParticipantStore::state).toArray(String[]::new));
  }
}

package io.foyer.meetings;

import io.foyer.meetings.Participant.Email;
import io.foyer.meetings.Participant.Person;
import io.foyer.platform.Ids;
import io.foyer.platform.db.Sql;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads and writes the table {@code participants}. */
final class ParticipantStore {
  // Kept, so that a participant who was notified and rejoins is not notified again.
  private static final String DROP =
      """
      UPDATE participants SET present = false
      WHERE meeting_id = $1 AND present AND key <> ALL($2::text[])
      """;

  // Participants added after the announcement still get it.
  private static final String PUT =
      """
      INSERT INTO participants AS p
        (meeting_id, key, position, role, name, account_id, email, email_state, moderator, remind,
         join_secret, pending_version)
      SELECT $1, key, position, role, name, account_id, email, email_state, moderator, remind,
             join_secret, (SELECT announced_version FROM meetings WHERE id = $1)
      FROM jsonb_to_recordset($2::jsonb) AS came
        (key text, position integer, role text, name text, account_id text, email text,
         email_state text, moderator boolean, remind boolean, join_secret text)
      ON CONFLICT (meeting_id, key) DO UPDATE SET
        position = excluded.position, role = excluded.role, present = true,
        name = COALESCE(excluded.name, p.name),
        account_id = COALESCE(excluded.account_id, p.account_id),
        email = COALESCE(excluded.email, p.email),
        email_state = CASE WHEN excluded.email_state = 'pending' THEN p.email_state
                           ELSE excluded.email_state END,
        moderator = excluded.moderator, remind = excluded.remind,
        join_secret = CASE WHEN excluded.join_secret IS NOT NULL
                           THEN COALESCE(p.join_secret, excluded.join_secret) END
      """;

  private static final String PRESENT =
      """
      SELECT key, role, name, account_id, email, email_state, moderator, remind, join_secret
      FROM participants
      WHERE meeting_id = $1 AND present ORDER BY position
      """;

  private final Ids ids;

  ParticipantStore(Ids ids) {
    this.ids = ids;
  }

  /** A participant with the secret of their own link, if they have one. */
  record Stored(Participant participant, Optional<String> joinSecret) {}

  /** Replaces the participants, keeping their notification state and known addresses. */
  Future<Void> replace(Tx tx, String meetingId, List<Participant> people) {
    return tx.query(DROP, Tuple.of(meetingId).addArrayOfString(keys(people)))
        .compose(dropped -> put(tx, meetingId, people));
  }

  /** Adds {@code people} to the participants. */
  Future<Void> put(Tx tx, String meetingId, List<Participant> people) {
    JsonArray rows = new JsonArray();
    people.forEach(person -> rows.add(row(person, rows.size())));
    return tx.query(PUT, Tuple.of(meetingId, rows)).mapEmpty();
  }

  private JsonObject row(Participant person, int position) {
    return new JsonObject()
        .put("key", person.key())
        .put("position", position)
        .put("role", person.role())
        .put("name", person.person().name().orElse(null))
        .put("account_id", person.person().accountId().orElse(null))
        .put("email", address(person))
        .put("email_state", state(person))
        .put("moderator", person.moderator())
        .put("remind", person.remind())
        .put("join_secret", person.ownLink() ? ids.secret() : null);
  }

  static String[] keys(List<Participant> people) {
    return people.stream().map(Participant::key).toArray(String[]::new);
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

  /** The participants who have not left, in the order of the announcement. */
  Future<List<Stored>> of(Sql sql, String meetingId) {
    return sql.query(PRESENT, Tuple.of(meetingId))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(ParticipantStore::stored)
                    .toList());
  }

  private static Stored stored(Row row) {
    Email email =
        switch (row.getString("email_state")) {
          case "known" -> new Email.Known(row.getString("email"));
          case "none" -> new Email.None();
          default -> new Email.Pending();
        };
    Optional<String> secret = Optional.ofNullable(row.getString("join_secret"));
    Person person =
        new Person(
            Optional.ofNullable(row.getString("name")),
            Optional.ofNullable(row.getString("account_id")));
    return new Stored(
        new Participant(
            row.getString("key"),
            row.getString("role"),
            email,
            person,
            row.getBoolean("moderator"),
            row.getBoolean("remind"),
            secret.isPresent()),
        secret);
  }
}

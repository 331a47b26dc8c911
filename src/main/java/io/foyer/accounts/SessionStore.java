package io.foyer.accounts;

import io.foyer.accounts.Session.Carrier;
import io.foyer.platform.db.Sql;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Reads and writes the tables {@code sessions} and {@code tickets}. */
final class SessionStore {
  /** The columns of a session; {@code s} is the table. */
  static final String COLUMNS =
      """
      s.id AS session_id, s.account_id, s.carrier, s.created_at AS session_created_at, s.seen_at,
      s.expires_at, s.address, s.agent
      """;

  // The lock waits for a concurrent change of the password or disabling of the account; the version
  // then differs and no session is created.
  private static final String OPEN =
      """
      WITH owner AS MATERIALIZED (
        SELECT id FROM accounts
        WHERE id = $2 AND security_version = $3 AND disabled_at IS NULL FOR SHARE)
      INSERT INTO sessions AS s (id, account_id, carrier, secret_hash, address, agent, expires_at)
      SELECT $1, owner.id, $4, $5, $6, $7, now() + make_interval(secs => $8) FROM owner
      RETURNING
      """
          + COLUMNS;

  private static final String LIST =
      "SELECT "
          + COLUMNS
          + """
          FROM sessions s
          WHERE s.account_id = $1 AND s.revoked_at IS NULL AND s.expires_at > now()
          ORDER BY s.created_at DESC, s.id DESC LIMIT 200
          """;

  private static final String END_ONE =
      """
      UPDATE sessions SET revoked_at = clock_timestamp(), reason = $3
      WHERE id = $2 AND account_id = $1 AND revoked_at IS NULL AND expires_at > now()
      """;

  private static final String END_OTHERS =
      """
      UPDATE sessions SET revoked_at = clock_timestamp(), reason = $3
      WHERE account_id = $1 AND id <> $2 AND revoked_at IS NULL AND expires_at > now()
      RETURNING id
      """;

  // The last use of a session is written at most every five minutes.
  private static final String BY_SECRET =
      """
      WITH seen AS (
        UPDATE sessions SET seen_at = now()
        WHERE secret_hash = $1 AND revoked_at IS NULL AND seen_at < now() - interval '5 minutes')
      SELECT s.id, s.account_id, a.handle, a.role, s.expires_at
      FROM sessions s JOIN accounts a ON a.id = s.account_id
      WHERE s.secret_hash = $1 AND s.carrier = $2 AND s.revoked_at IS NULL AND s.expires_at > now()
        AND a.disabled_at IS NULL
      """;

  // By the database's clock alone: that of a machine stands still while the machine is suspended.
  // The earlier of the two times, because another server may have taken over with a slower clock.
  // What commits late has an earlier time than what was read before it: hence the overlap.
  // Those that have run out are among them: whatever lives longer than a request must hear of it.
  private static final String ENDED_SINCE =
      """
      SELECT now() AS as_of,
             ARRAY(SELECT id FROM sessions
                   WHERE revoked_at > LEAST($1::timestamptz, now()) - make_interval(secs => $2)
                   UNION ALL
                   SELECT id FROM sessions
                   WHERE expires_at > LEAST($1::timestamptz, now()) - make_interval(secs => $2)
                     AND expires_at <= now()) AS ids
      """;

  private static final String ADD_TICKET =
      """
      INSERT INTO tickets (hash, session_id, expires_at)
      SELECT $1, id, now() + make_interval(secs => $3) FROM sessions
      WHERE id = $2 AND revoked_at IS NULL AND expires_at > now()
      RETURNING expires_at
      """;

  private static final String USE_TICKET =
      """
      WITH ticket AS (DELETE FROM tickets WHERE hash = $1 RETURNING session_id, expires_at)
      SELECT s.id, s.account_id, a.handle, a.role, s.expires_at
      FROM ticket t JOIN sessions s ON s.id = t.session_id JOIN accounts a ON a.id = s.account_id
      WHERE t.expires_at > now() AND s.revoked_at IS NULL AND s.expires_at > now()
        AND a.disabled_at IS NULL
      """;

  /**
   * A session to be created.
   *
   * @param version version of the credential that was verified
   * @param secretHash empty for {@link Carrier#TOKEN}
   */
  record Opening(
      String id,
      String account,
      long version,
      Carrier carrier,
      Optional<Buffer> secretHash,
      String address,
      String agent,
      Duration lifetime) {}

  /** The caller that a secret authenticates, and its expiry. */
  record Holder(Caller caller, Instant expiresAt) {}

  /** The new session; empty where the account changed meanwhile. */
  Future<Optional<Session>> open(Sql sql, Opening it) {
    Tuple parameters =
        Tuple.tuple()
            .addString(it.id())
            .addString(it.account())
            .addLong(it.version())
            .addString(it.carrier().label())
            .addBuffer(it.secretHash().orElse(null))
            .addString(it.address())
            .addString(it.agent())
            .addDouble(seconds(it.lifetime()));
    return sql.query(OPEN, parameters).map(rows -> sessions(rows).stream().findFirst());
  }

  Future<List<Session>> of(Sql sql, String account) {
    return sql.query(LIST, Tuple.of(account)).map(SessionStore::sessions);
  }

  /** Whether it ended by this. */
  Future<Boolean> end(Sql sql, String account, String session, String reason) {
    return sql.query(END_ONE, Tuple.of(account, session, reason)).map(rows -> rows.rowCount() == 1);
  }

  /** Revokes all sessions of an account but one (an empty id keeps none) and returns their ids. */
  Future<Set<String>> endOthers(Sql sql, String account, String keep, String reason) {
    return sql.query(END_OTHERS, Tuple.of(account, keep, reason)).map(SessionStore::ids);
  }

  Future<Optional<Holder>> bySecret(Sql sql, Buffer hash, Carrier carrier) {
    return sql.query(BY_SECRET, Tuple.of(hash, carrier.label())).map(SessionStore::holder);
  }

  /**
   * Ended sessions.
   *
   * @param asOf where the next read continues, by the database's clock
   */
  record Ended(Set<String> sessions, OffsetDateTime asOf) {}

  /**
   * The sessions that were ended since an earlier reading.
   *
   * @param since the {@code asOf} of that reading; now, where there was none
   * @param overlap how far before it
   */
  Future<Ended> endedSince(Sql sql, Optional<OffsetDateTime> since, Duration overlap) {
    return sql.query(ENDED_SINCE, Tuple.of(since.orElse(null), seconds(overlap)))
        .map(rows -> rows.iterator().next())
        .map(
            row -> new Ended(Set.of(row.getArrayOfStrings("ids")), row.getOffsetDateTime("as_of")));
  }

  private static Set<String> ids(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> row.getString(0))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** When the ticket ends; empty where the session has ended. */
  Future<Optional<Instant>> addTicket(Sql sql, Buffer hash, String session, Duration lifetime) {
    return sql.query(ADD_TICKET, Tuple.of(hash, session, seconds(lifetime)))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .findFirst()
                    .map(row -> row.getOffsetDateTime(0).toInstant()));
  }

  Future<Optional<Holder>> useTicket(Sql sql, Buffer hash) {
    return sql.query(USE_TICKET, Tuple.of(hash)).map(SessionStore::holder);
  }

  private static Optional<Holder> holder(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .findFirst()
        .map(
            row ->
                new Holder(
                    new Caller(
                        row.getString("account_id"),
                        row.getString("handle"),
                        Role.of(row.getString("role")),
                        Optional.of(row.getString("id"))),
                    row.getOffsetDateTime("expires_at").toInstant()));
  }

  private static List<Session> sessions(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(SessionStore::session).toList();
  }

  /** Reads {@link #COLUMNS}. */
  static Session session(Row row) {
    return new Session(
        row.getString("session_id"),
        row.getString("account_id"),
        Carrier.of(row.getString("carrier")),
        row.getOffsetDateTime("session_created_at").toInstant(),
        row.getOffsetDateTime("seen_at").toInstant(),
        row.getOffsetDateTime("expires_at").toInstant(),
        row.getString("address"),
        row.getString("agent"));
  }

  private static double seconds(Duration span) {
    return span.toMillis() / 1000.0;
  }
}

package io.foyer.accounts;

import io.foyer.accounts.Account.Identity;
import io.foyer.platform.db.Sql;
import io.foyer.platform.db.Tx;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reads and writes the table {@code accounts}. */
final class AccountStore {
  /** The columns of an account; {@code a} is the table. */
  static final String COLUMNS =
      """
      a.id, a.handle, a.email, a.name, a.about, a.role, a.disabled_at, a.created_at
      """;

  private static final String WITH_IDENTITIES =
      "SELECT "
          + COLUMNS
          + """
          , (SELECT COALESCE(jsonb_agg(jsonb_build_object('provider', i.provider, 'subject', i.subject)
                      ORDER BY i.provider), '[]')
             FROM identities i WHERE i.account_id = a.id) AS identities
          FROM accounts a
          """;

  private static final String BY_ID = WITH_IDENTITIES + "WHERE a.id = $1";
  private static final String BY_HANDLE = WITH_IDENTITIES + "WHERE a.handle_key = $1";

  private static final String BY_IDS =
      "SELECT " + COLUMNS + "FROM accounts a WHERE a.id = ANY($1) ORDER BY a.handle_key";

  private static final String BY_HANDLES =
      "SELECT " + COLUMNS + "FROM accounts a WHERE a.handle_key = ANY($1) ORDER BY a.handle_key";

  private static final String LIST =
      "SELECT "
          + COLUMNS
          + """
          FROM accounts a
          WHERE $1::text IS NULL OR a.handle_key > (SELECT handle_key FROM accounts WHERE id = $1)
          ORDER BY a.handle_key LIMIT $2
          """;

  // Keys compare byte by byte, so that a beginning is a range; chr(1114111) is the last character.
  // Two ranges, each of one index: an OR of both would be a walk over everybody, and without OFFSET
  // 0 the statistics may take handle_key for the better way into the names.
  static final String SEARCH =
      """
      WITH place AS MATERIALIZED (
        SELECT CASE WHEN $1::text IS NULL THEN ''
                    ELSE (SELECT handle_key FROM accounts WHERE id = $1) END AS handle_key
      ), by_handle AS MATERIALIZED (
        SELECT handle_key FROM accounts
        WHERE handle_key BETWEEN $3 AND $3 || chr(1114111)
          AND handle_key > (SELECT handle_key FROM place)
        ORDER BY handle_key LIMIT $2
      ), by_name AS MATERIALIZED (
        SELECT handle_key
        FROM (SELECT handle_key FROM accounts
              WHERE name_key BETWEEN $3 AND $3 || chr(1114111) OFFSET 0) AS named
        WHERE handle_key > (SELECT handle_key FROM place)
      ), found AS MATERIALIZED (
        SELECT handle_key FROM by_handle UNION SELECT handle_key FROM by_name
        ORDER BY handle_key LIMIT $2)
      SELECT
      """
          + COLUMNS
          + """
          FROM found CROSS JOIN LATERAL (
            SELECT * FROM accounts WHERE handle_key = found.handle_key OFFSET 0) AS a
          ORDER BY a.handle_key
          """;

  private static final String INSERT =
      """
      INSERT INTO accounts
        (id, handle, handle_key, email, email_key, name, name_key, about, role, password_hash)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      ON CONFLICT DO NOTHING
      """;

  private static final String TAKEN =
      """
      SELECT EXISTS (SELECT FROM accounts WHERE handle_key = $1) AS handle,
             EXISTS (SELECT FROM accounts WHERE email_key = $2) AS email
      """;

  // A reset mail must find the account that has the address now, also with concurrent changes.
  private static final String UPDATE =
      """
      UPDATE accounts
      SET name = COALESCE($2, name), name_key = COALESCE($3, name_key), about = COALESCE($4, about),
          email = COALESCE($5, email), email_key = COALESCE($6, email_key), changed_at = now()
      WHERE id = $1
        AND ($6::text IS NULL OR NOT EXISTS (SELECT FROM accounts WHERE email_key = $6 AND id <> $1))
      """;

  private static final String ADMINS =
      """
      SELECT id FROM accounts WHERE role = 'admin' AND disabled_at IS NULL ORDER BY id FOR UPDATE
      """;

  private static final String LOCK_FIRST =
      "SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtext('foyer first admin'))) AS locked";

  private static final String HAS_ADMIN =
      "SELECT EXISTS (SELECT FROM accounts WHERE role = 'admin') AS found";

  private static final String ADMINISTER =
      """
      UPDATE accounts
      SET role = COALESCE($2, role),
          disabled_at = CASE $3::boolean WHEN true THEN COALESCE(disabled_at, now())
                                         WHEN false THEN NULL ELSE disabled_at END,
          security_version = security_version + 1, changed_at = now()
      WHERE id = $1
        AND (role <> COALESCE($2, role) OR (disabled_at IS NOT NULL) <> COALESCE($3, disabled_at IS NOT NULL))
      """;

  /** Which unique fields of a registration are taken. */
  record Taken(boolean handle, boolean email) {}

  Future<Optional<Account>> byId(Sql sql, String id) {
    return one(sql, BY_ID, id);
  }

  Future<Optional<Account>> byHandle(Sql sql, String key) {
    return one(sql, BY_HANDLE, key);
  }

  private static Future<Optional<Account>> one(Sql sql, String query, String key) {
    return sql.query(query, Tuple.of(key)).map(rows -> accounts(rows).stream().findFirst());
  }

  Future<List<Account>> byIds(Sql sql, Collection<String> ids) {
    return many(sql, BY_IDS, ids);
  }

  Future<List<Account>> byHandles(Sql sql, Collection<String> keys) {
    return many(sql, BY_HANDLES, keys);
  }

  private static Future<List<Account>> many(Sql sql, String query, Collection<String> keys) {
    Tuple parameters = Tuple.tuple().addArrayOfString(keys.toArray(String[]::new));
    return sql.query(query, parameters).map(AccountStore::accounts);
  }

  Future<List<Account>> search(Sql sql, Optional<String> key, Optional<String> after, int limit) {
    Tuple page = Tuple.of(after.orElse(null), limit);
    return key.map(beginning -> sql.query(SEARCH, page.addString(beginning)))
        .orElseGet(() -> sql.query(LIST, page))
        .map(AccountStore::accounts);
  }

  /** Whether it was written: not where its handle or its address is taken. */
  Future<Boolean> insert(Sql sql, String id, NewRow row) {
    Tuple parameters =
        Tuple.tuple()
            .addString(id)
            .addString(row.handle().text())
            .addString(row.handle().key())
            .addString(row.email().text())
            .addString(row.email().key())
            .addString(row.name())
            .addString(Folding.key(row.name()))
            .addString(row.about())
            .addString(row.role().wire())
            .addString(row.passwordHash());
    return sql.query(INSERT, parameters).map(rows -> rows.rowCount() == 1);
  }

  /** A validated new account. */
  record NewRow(
      Handle handle, Email email, String name, String about, Role role, String passwordHash) {}

  Future<Taken> taken(Sql sql, String handleKey, String emailKey) {
    return sql.query(TAKEN, Tuple.of(handleKey, emailKey))
        .map(rows -> rows.iterator().next())
        .map(row -> new Taken(row.getBoolean("handle"), row.getBoolean("email")));
  }

  /** Whether it was changed: not where the address is taken, or there is no such account. */
  Future<Boolean> update(
      Sql sql, String id, Optional<String> name, Optional<String> about, Optional<Email> email) {
    Tuple parameters =
        Tuple.of(
            id,
            name.orElse(null),
            name.map(Folding::key).orElse(null),
            about.orElse(null),
            email.map(Email::text).orElse(null),
            email.map(Email::key).orElse(null));
    return sql.query(UPDATE, parameters).map(rows -> rows.rowCount() == 1);
  }

  /** The enabled admins, locked until the end of the transaction. */
  Future<List<String>> lockAdmins(Sql sql) {
    return sql.query(ADMINS, Tuple.tuple())
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(it -> it.getString(0))
                    .toList());
  }

  /** Lock under which one transaction at a time looks for an admin and creates one. */
  Future<Void> lockFirst(Tx tx) {
    return tx.query(LOCK_FIRST, Tuple.tuple()).mapEmpty();
  }

  Future<Boolean> hasAdmin(Sql sql) {
    return sql.query(HAS_ADMIN, Tuple.tuple()).map(rows -> rows.iterator().next().getBoolean(0));
  }

  /** Whether anything changed. */
  Future<Boolean> administer(Sql sql, String id, Optional<Role> role, Optional<Boolean> disabled) {
    return sql.query(
            ADMINISTER, Tuple.of(id, role.map(Role::wire).orElse(null), disabled.orElse(null)))
        .map(rows -> rows.rowCount() == 1);
  }

  private static List<Account> accounts(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(AccountStore::account).toList();
  }

  /** Reads {@link #COLUMNS}. */
  static Account account(Row row) {
    return new Account(
        row.getString("id"),
        row.getString("handle"),
        row.getString("email"),
        row.getString("name"),
        row.getString("about"),
        Role.of(row.getString("role")),
        Optional.ofNullable(row.getOffsetDateTime("disabled_at")).map(OffsetDateTime::toInstant),
        row.getOffsetDateTime("created_at").toInstant(),
        row.getColumnIndex("identities") < 0
            ? List.of()
            : identities(row.get(JsonArray.class, "identities")));
  }

  private static List<Identity> identities(JsonArray rows) {
    return rows.stream()
        .map(JsonObject.class::cast)
        .map(it -> new Identity(it.getString("provider"), it.getString("subject")))
        .toList();
  }
}

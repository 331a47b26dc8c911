package io.foyer.admin.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.platform.db.BlockingSession;
import io.foyer.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backup holds comes back as it was, or nothing does. */
class BackupIT {
  private static final String DATA =
      """
      INSERT INTO inbox VALUES ('webhook', E'tab\\there \\\\N', '\\x00ff0a5c', 'changed', '7', 3, now());
      INSERT INTO quarantine (source, reason, headers, body)
        VALUES ('rabbitmq', 'naïve 日本 🎉 "quoted"', '{"a": [1, null, "é\\n"]}', '\\x0009'),
               ('rabbitmq', '', '{}', '');
      INSERT INTO jobs VALUES ('enrichment', '7', 'infinity', 2, 9, NULL);
      INSERT INTO meetings (id, origin, origin_id, title, starts_at, room_name, join_secret)
        VALUES ('m1', 'evaluation', '7', E'line\\nbreak', '2026-12-01 14:30:00.123456+02', 'r', 's');
      INSERT INTO participants (meeting_id, key, position, role, email, email_state, pending_version)
        VALUES ('m1', 'Zoë', 0, 'corrector', NULL, 'pending', 1),
               ('m1', 'b', 1, 'corrected', 'b@x', 'known', 0);
      INSERT INTO meeting_log (meeting_id, path, code, message) VALUES ('m1', '', 200, 'Over');
      INSERT INTO outbox (subject, version, kind, channel, recipient, payload, expires_at, resend_until)
        VALUES ('m1', 1, 'reminder', 'slack_that', 'team', '{"x": 1.50}', now(), now());
      INSERT INTO evaluations (id, meeting_id, begin_at) VALUES (7, 'm1', now());
      INSERT INTO evaluations (id, destroyed_at) VALUES (9223372036854775807, now());
      INSERT INTO accounts (id, handle, handle_key, email, email_key, name, name_key, role, password_hash)
        VALUES ('a1', 'zoë', 'zoë', 'z@x', 'z@x', E'tab\\there', 'k', 'admin', 'hash');
      INSERT INTO identities VALUES ('42', 'zoe', 'a1');
      INSERT INTO sessions (id, account_id, carrier, address, agent, expires_at)
        VALUES ('s1', 'a1', 'token', '', '', 'infinity');
      INSERT INTO refresh_tokens VALUES ('\\x00ff', 's1');
      INSERT INTO tickets VALUES ('\\x01', 's1', now());
      INSERT INTO password_resets VALUES ('\\x02', 'a1', 1, now(), now());
      INSERT INTO jwt_secrets VALUES ('mark', now());
      INSERT INTO token_signing_key VALUES (true, '\\x04');
      INSERT INTO login_attempts VALUES ('login', '\\x03', 1, now(), '-infinity');
      INSERT INTO rooms VALUES ('r1', 'Zoë''s', '', 'a1', 'invited', now(), NULL);
      INSERT INTO room_heads VALUES ('r1', 2, 1);
      INSERT INTO chat_events (room_id, seq, id, kind, account_id) VALUES ('r1', 1, 'e1', 'join', 'a1');
      INSERT INTO chat_events VALUES ('r1', 2, 'e2', 'message', 1, 'a1', '', 1, E'a\\tb', 'm1', now());
      INSERT INTO idempotency_keys VALUES ('r1', 'a1', 'm1', '\\x05', 2, 'e2', now());
      INSERT INTO members VALUES ('r1', 'a1', 1, 1);
      INSERT INTO invitations VALUES ('r1', 'a2', 'a1', now());
      INSERT INTO chat_nodes VALUES ('n1', now());
      INSERT INTO chat_guests VALUES ('g1', 'n1', 'r1', 'Zoë', now());
      INSERT INTO feed_writers VALUES ('FOYER', 7, 'n1', now(), 11, now());
      INSERT INTO feed_incarnations VALUES (1, 'FOYER', '2026-11-28T12:00:00.123456789Z', 0, 9, now());
      INSERT INTO feeds VALUES (1, 'execution', 'executions', 2, 1, now());
      CREATE TABLE feed_messages_20261101 PARTITION OF feed_messages
        FOR VALUES FROM ('2026-11-01T00:00Z') TO ('2026-12-01T00:00Z');
      CREATE TABLE feed_messages_20261201 PARTITION OF feed_messages
        FOR VALUES FROM ('2026-12-01T00:00Z') TO ('2027-01-01T00:00Z');
      INSERT INTO feed_messages VALUES
        (1, 8, 1, 1, '2026-11-30 23:59:59.999999Z', '{"Nats-Msg-Id": ["é"]}', '\\x00ff', NULL),
        (1, 9, 1, 2, '2026-12-01 00:00:00Z', NULL, '', true);
      INSERT INTO feed_quarantine VALUES (1, 7, 1, now(), 'no execution', now(), 3, now());
      INSERT INTO feed_gaps VALUES (1, 1, 6, now());
      """;

  private static final List<String> TABLES =
      List.of(
          "inbox",
          "quarantine",
          "jobs",
          "meetings",
          "participants",
          "meeting_log",
          "outbox",
          "evaluations",
          "accounts",
          "identities",
          "sessions",
          "refresh_tokens",
          "tickets",
          "password_resets",
          "jwt_secrets",
          "token_signing_key",
          "login_attempts",
          "rooms",
          "room_heads",
          "chat_events",
          "idempotency_keys",
          "members",
          "invitations",
          "chat_guests",
          "chat_nodes",
          "feed_writers",
          "feed_incarnations",
          "feeds",
          "feed_messages",
          "feed_quarantine",
          "feed_gaps");

  @TempDir Path folder;
  private TestDatabase from;
  private TestDatabase into;

  @BeforeEach
  void databases() {
    from = TestDatabase.migrated("backup_from");
    into = TestDatabase.migrated("backup_into");
    from.execute(DATA);
  }

  @AfterEach
  void drop() {
    from.close();
    into.close();
  }

  private Path file() {
    return folder.resolve("foyer.zip");
  }

  private static String fingerprint(TestDatabase database, String table) {
    return database.text(
        "SELECT count(*) || ' ' || md5(string_agg(t::text, '|' ORDER BY t::text)) FROM %s t"
            .formatted(table));
  }

  @Test
  void everyRowComesBackAsItWas() throws Exception {
    Backup.Summary taken = new Backup(from.config()).take(file());
    Backup.Summary restored = new Backup(into.config()).restore(file());

    assertThat(taken).isEqualTo(restored);
    assertThat(taken.rows()).isEqualTo(36);
    for (String table : TABLES) {
      assertThat(fingerprint(into, table)).as(table).isEqualTo(fingerprint(from, table));
    }
  }

  @Test
  void everyTableIsInIt() throws Exception {
    assertThat(new Backup(from.config()).take(file()).tables()).isEqualTo(TABLES.size());
    // A sequence would have to be carried over as well.
    assertThat(from.text("SELECT count(*) FROM pg_sequences WHERE schemaname = 'foyer'"))
        .isEqualTo("0");
  }

  @Test
  void onlyItsOwnerReadsTheFileAndNothingElseIsLeft() throws Exception {
    new Backup(from.config()).take(file());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(entries()).containsExactly(file());
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }

  @Test
  void anOlderFileStaysWhenTheBackupFails() throws Exception {
    Files.writeString(file(), "older");
    from.execute("DROP TABLE flyway_schema_history");

    assertThatThrownBy(() -> new Backup(from.config()).take(file()))
        .isInstanceOf(SQLException.class);

    assertThat(entries()).containsExactly(file());
    assertThat(file()).hasContent("older");
  }

  @Test
  void aDatabaseThatHoldsSomethingIsLeftAlone() throws Exception {
    new Backup(from.config()).take(file());
    into.execute("INSERT INTO jobs VALUES ('k', 'mine', now())");

    assertThatThrownBy(() -> new Backup(into.config()).restore(file()))
        .hasMessageContaining("table jobs is not empty");

    assertThat(into.text("SELECT count(*) FROM meetings")).isEqualTo("0");
  }

  @Test
  void aDatabaseThatAFoyerUsesIsLeftAlone() throws Exception {
    new Backup(from.config()).take(file());
    try (Connection running = BlockingSession.open(into.config(), "foyer")) {
      assertThat(running.isValid(5)).isTrue();

      assertThatThrownBy(() -> new Backup(into.config()).restore(file()))
          .hasMessageContaining("a Foyer runs on this database");
    }
  }

  @Test
  void anotherSchemaIsRefused() throws Exception {
    new Backup(from.config()).take(file());
    into.execute(
        """
        UPDATE flyway_schema_history SET version = '999'
        WHERE installed_rank = (SELECT max(installed_rank) FROM flyway_schema_history)
        """);

    assertThatThrownBy(() -> new Backup(into.config()).restore(file()))
        .hasMessageContaining("this database is at 999");
  }

  @Test
  void halfAFileIsRefused() throws Exception {
    new Backup(from.config()).take(file());
    byte[] whole = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(whole, whole.length / 2));

    assertThatThrownBy(() -> new Backup(into.config()).restore(file()))
        .hasMessageContaining("is not a backup, or not a whole one");
  }

  @Test
  void rowsThatFailUndoThoseBefore() throws Exception {
    new Backup(from.config()).take(file());
    into.execute("ALTER TABLE participants ADD CHECK (key <> 'b')"); // the last table to be filled

    assertThatThrownBy(() -> new Backup(into.config()).restore(file()))
        .isInstanceOf(SQLException.class);

    assertThat(into.text("SELECT count(*) FROM meetings")).isEqualTo("0");
  }
}

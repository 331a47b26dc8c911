package io.foyer.admin.backup;

import io.foyer.admin.backup.Manifest.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** All tables of schema {@code foyer}, as wholes. Works in the transaction of its connection. */
final class BackupStore {
  // Whoever is referred to comes before whoever refers to it.
  private static final String TABLES =
      """
      WITH RECURSIVE house AS (
        SELECT c.oid, c.relname FROM pg_class c
        WHERE c.relnamespace = 'foyer'::regnamespace AND c.relkind = 'r'
          AND c.relname <> 'flyway_schema_history'
      ), depth AS (
        SELECT oid, relname, 0 AS level FROM house
        UNION
        SELECT h.oid, h.relname, d.level + 1
        FROM depth d
          JOIN pg_constraint k ON k.confrelid = d.oid AND k.contype = 'f' AND k.conrelid <> d.oid
          JOIN house h ON h.oid = k.conrelid
        WHERE d.level < 100
      )
      SELECT d.relname,
             (SELECT array_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a
              WHERE a.attrelid = d.oid AND a.attnum > 0 AND NOT a.attisdropped
                AND a.attgenerated = '') AS columns
      FROM depth d GROUP BY d.oid, d.relname ORDER BY max(d.level), d.relname
      """;

  private static final String SCHEMA =
      """
      SELECT version FROM foyer.flyway_schema_history
      WHERE success AND version IS NOT NULL ORDER BY installed_rank DESC LIMIT 1
      """;

  // Every Foyer that runs holds at least the connection that listens.
  private static final String OTHERS =
      """
      SELECT count(*) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'foyer'
      """;

  private final Connection connection;

  BackupStore(Connection connection) {
    this.connection = connection;
  }

  String schema() throws SQLException {
    return text(SCHEMA);
  }

  boolean inUse() throws SQLException {
    return !text(OTHERS).equals("0");
  }

  List<Table> tables() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(TABLES)) {
      List<Table> tables = new ArrayList<>();
      while (rows.next()) {
        String[] columns = (String[]) rows.getArray("columns").getArray();
        tables.add(new Table(rows.getString("relname"), List.of(columns), 0));
      }
      return tables;
    }
  }

  /** Keeps everybody else away from these tables until the end of the transaction. */
  void lock(List<Table> tables) throws SQLException {
    String names = tables.stream().map(BackupStore::name).collect(Collectors.joining(", "));
    execute("LOCK TABLE " + names + " IN ACCESS EXCLUSIVE MODE NOWAIT");
  }

  boolean empty(Table table) throws SQLException {
    return text("SELECT NOT EXISTS (SELECT FROM " + name(table) + ")").equals("t");
  }

  long copyOut(Table table, OutputStream out) throws SQLException, IOException {
    return copies().copyOut("COPY " + target(table) + " TO STDOUT", out);
  }

  long copyIn(Table table, InputStream in) throws SQLException, IOException {
    return copies().copyIn("COPY " + target(table) + " FROM STDIN", in);
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private CopyManager copies() throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  private static String name(Table table) {
    return "foyer." + quoted(table.name());
  }

  private static String target(Table table) {
    return name(table)
        + table.columns().stream()
            .map(BackupStore::quoted)
            .collect(Collectors.joining(", ", " (", ")"));
  }

  /** Names come from the catalogue or from a file: either way they stay names. */
  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private String text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "";
    }
  }
}

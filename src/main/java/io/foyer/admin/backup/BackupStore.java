package io.foyer.admin.backup;

import io.foyer.admin.backup.Manifest.Partition;
import io.foyer.admin.backup.Manifest.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Copies all tables of schema {@code foyer} in and out. Works in the transaction of its connection.
 */
final class BackupStore {
  // Referenced tables come before the tables that reference them.
  private static final String TABLES =
      """
      WITH RECURSIVE house AS (
        SELECT c.oid, c.relname FROM pg_class c
        WHERE c.relnamespace = 'foyer'::regnamespace
          AND c.relkind IN ('r', 'p') AND NOT c.relispartition
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
                AND a.attgenerated = '') AS columns,
             (SELECT array_agg(p.relname ORDER BY p.relname)
              FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhrelid
              WHERE i.inhparent = d.oid) AS partitions,
             (SELECT array_agg(pg_get_expr(p.relpartbound, p.oid) ORDER BY p.relname)
              FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhrelid
              WHERE i.inhparent = d.oid) AS bounds
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

  private static final Pattern BOUND =
      Pattern.compile("FOR VALUES FROM \\('[0-9:+. -]+'\\) TO \\('[0-9:+. -]+'\\)");

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
        List<String> columns = texts(rows, "columns");
        tables.add(new Table(rows.getString("relname"), columns, partitions(rows), 0));
      }
      return tables;
    }
  }

  private static List<Partition> partitions(ResultSet rows) throws SQLException {
    List<String> names = texts(rows, "partitions");
    List<String> bounds = texts(rows, "bounds");
    return IntStream.range(0, names.size())
        .mapToObj(i -> new Partition(names.get(i), bounds.get(i)))
        .toList();
  }

  private static List<String> texts(ResultSet rows, String column) throws SQLException {
    Array array = rows.getArray(column);
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }

  /** Locks these tables until the end of the transaction. */
  void lock(List<Table> tables) throws SQLException {
    String names = tables.stream().map(BackupStore::name).collect(Collectors.joining(", "));
    execute("LOCK TABLE " + names + " IN ACCESS EXCLUSIVE MODE NOWAIT");
  }

  boolean empty(Table table) throws SQLException {
    return text("SELECT NOT EXISTS (SELECT FROM " + name(table) + ")").equals("t");
  }

  long copyOut(Table table, OutputStream out) throws SQLException, IOException {
    String rows = "SELECT " + columns(table) + " FROM " + name(table);
    return copies().copyOut("COPY (" + rows + ") TO STDOUT", out);
  }

  /** Cuts a table as it was cut where the copy was taken. */
  void cut(Table table) throws SQLException {
    for (Partition each : table.partitions()) {
      execute(
          "CREATE TABLE foyer.%s PARTITION OF %s %s"
              .formatted(quoted(each.name()), name(table), bound(each)));
    }
  }

  /** Read from a file, so it is not trusted. */
  private static String bound(Partition partition) throws SQLException {
    if (!BOUND.matcher(partition.bound()).matches()) {
      throw new SQLException("no bound of a partition: " + partition.bound());
    }
    return partition.bound();
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
    return name(table) + " (" + columns(table) + ")";
  }

  private static String columns(Table table) {
    return table.columns().stream().map(BackupStore::quoted).collect(Collectors.joining(", "));
  }

  /** Quotes identifiers, which come from the catalogue or from an untrusted file. */
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

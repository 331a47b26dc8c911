package io.foyer.admin.backup;

import io.foyer.admin.backup.Manifest.Table;
import io.foyer.platform.Problem;
import io.foyer.platform.db.BlockingSession;
import io.foyer.platform.db.PostgresConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Backs up and restores the database. A backup is a zip file: one entry per table, in the text
 * format of PostgreSQL's COPY, and a manifest at the end. The schema must exist, see {@code
 * Migrations}. Blocking.
 */
public final class Backup {
  private static final String MANIFEST = "manifest.json";

  private final PostgresConfig postgres;

  public Backup(PostgresConfig postgres) {
    this.postgres = postgres;
  }

  /** Summary of a backup. */
  public record Summary(int tables, long rows, String schema, Instant takenAt) {
    static Summary of(Manifest manifest) {
      return new Summary(
          manifest.tables().size(),
          manifest.tables().stream().mapToLong(Table::rows).sum(),
          manifest.schema(),
          manifest.takenAt());
    }
  }

  /**
   * Writes a consistent snapshot into {@code target}, without blocking other transactions.
   *
   * @throws IOException if the file cannot be written; then an older one of that name is as it was
   */
  public Summary take(Path target) throws IOException, SQLException {
    try (Connection connection = BlockingSession.open(postgres, "foyer-backup")) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      List<Manifest> written = new ArrayList<>();
      WholeFile.<SQLException>write(
          target, out -> written.add(write(new BackupStore(connection), out)));
      return Summary.of(written.getFirst());
    }
  }

  private static Manifest write(BackupStore store, OutputStream out)
      throws IOException, SQLException {
    ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    Instant now = Instant.now();
    String schema = store.schema();
    List<Table> copied = new ArrayList<>();
    for (Table table : store.tables()) {
      zip.putNextEntry(new ZipEntry(table.entry()));
      long rows = store.copyOut(table, zip);
      zip.closeEntry();
      copied.add(new Table(table.name(), table.columns(), table.partitions(), rows));
    }
    Manifest manifest = new Manifest(schema, now, program(), copied);
    zip.putNextEntry(new ZipEntry(MANIFEST));
    zip.write(manifest.json().getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
    zip.finish();
    return manifest;
  }

  private static String program() {
    return Optional.ofNullable(Backup.class.getPackage().getImplementationVersion())
        .orElse("unreleased");
  }

  /**
   * Fills the empty tables of the same schema version from {@code source}, in one transaction.
   *
   * @throws IOException if it cannot be read to its end; nothing has changed then
   */
  public Summary restore(Path source) throws IOException, SQLException {
    try (ZipFile zip = open(source);
        Connection connection = BlockingSession.open(postgres, "foyer-restore")) {
      Manifest manifest = manifest(zip, source);
      connection.setAutoCommit(false);
      BackupStore store = new BackupStore(connection);
      check(store, manifest);
      for (Table table : manifest.tables()) {
        store.cut(table);
        fill(store, table, zip);
      }
      connection.commit();
      return Summary.of(manifest);
    }
  }

  private static ZipFile open(Path source) throws IOException {
    try {
      return new ZipFile(source.toFile());
    } catch (NoSuchFileException e) {
      throw new Problem.NotFound("There is no " + source).asException();
    } catch (ZipException e) {
      throw refused(source + " is not a backup, or not a whole one");
    }
  }

  private static Manifest manifest(ZipFile zip, Path source) throws IOException {
    ZipEntry entry = zip.getEntry(MANIFEST);
    if (entry == null) {
      throw refused(source + " is not a backup of Foyer");
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return Manifest.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (RuntimeException e) {
      throw refused(source + " has a manifest that this Foyer cannot read: " + e.getMessage());
    }
  }

  private static void check(BackupStore store, Manifest manifest) throws SQLException {
    if (store.inUse()) {
      throw refused("a Foyer runs on this database: stop it first");
    }
    String schema = store.schema();
    if (!schema.equals(manifest.schema())) {
      throw refused(
          ("the backup is of schema %s, this database is at %s: restore it with Foyer %s, then"
                  + " upgrade")
              .formatted(manifest.schema(), schema, manifest.foyer()));
    }
    List<Table> tables = store.tables();
    store.lock(tables);
    for (Table table : tables) {
      if (!store.empty(table)) {
        throw refused("table " + table.name() + " is not empty: restore into a new database");
      }
    }
  }

  private static void fill(BackupStore store, Table table, ZipFile zip)
      throws IOException, SQLException {
    ZipEntry entry = zip.getEntry(table.entry());
    if (entry == null) {
      throw refused("the backup misses table " + table.name());
    }
    try (InputStream in = zip.getInputStream(entry)) {
      long rows = store.copyIn(table, in);
      if (rows != table.rows()) {
        throw refused(
            "table %s has %d rows, the manifest says %d"
                .formatted(table.name(), rows, table.rows()));
      }
    }
  }

  private static RuntimeException refused(String why) {
    return new Problem.Conflict("Not restored: " + why).asException();
  }
}

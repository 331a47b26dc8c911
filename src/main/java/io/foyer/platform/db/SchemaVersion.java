package io.foyer.platform.db;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.CRC32;

/**
 * Finds out with one query whether a database has exactly this program's migrations. Then a start
 * needs no migration tool, whose classes and connections took a fifth of it.
 *
 * <p>The build writes the list of migrations with Flyway's checksums ({@link #main}); where the
 * history differs in anything, {@link Migrations} decides what to do.
 */
public final class SchemaVersion {
  private static final String INDEX = "/db/migrations.txt";

  private static final String HISTORY =
      """
      SELECT version, checksum, success FROM foyer.flyway_schema_history
      WHERE type = 'SQL' ORDER BY installed_rank
      """;

  private SchemaVersion() {}

  /**
   * A migration, by its version and checksum.
   *
   * @param version as in its file's name
   * @param checksum Flyway's, CRC-32 of its lines without their ends
   */
  record Migration(String version, int checksum) {}

  /** The version of the schema if it is exactly this program's; empty where anything differs. */
  public static Future<Optional<String>> ifCurrent(Sql sql) {
    List<Migration> ours = index();
    return sql.query(HISTORY, Tuple.tuple())
        .map(
            rows -> {
              boolean same =
                  StreamSupport.stream(rows.spliterator(), false)
                          .allMatch(row -> row.getBoolean("success"))
                      && StreamSupport.stream(rows.spliterator(), false)
                          .map(SchemaVersion::migration)
                          .toList()
                          .equals(ours);
              return same ? Optional.of(ours.getLast().version()) : Optional.empty();
            });
  }

  private static Migration migration(Row row) {
    return new Migration(row.getString("version"), row.getInteger("checksum"));
  }

  /** The migrations of this program, oldest first. */
  static List<Migration> index() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                SchemaVersion.class.getResourceAsStream(INDEX), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(line -> line.split(" ", 2))
          .map(parts -> new Migration(parts[0], Integer.parseInt(parts[1])))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Arguments: the folder of the migrations, the file to write. */
  public static void main(String[] arguments) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
      for (Path file : files.sorted(SchemaVersion::byVersion).toList()) {
        lines.add(version(file) + " " + checksum(file));
      }
    }
    Files.write(Path.of(arguments[1]), lines);
  }

  private static int byVersion(Path a, Path b) {
    return Integer.compare(Integer.parseInt(version(a)), Integer.parseInt(version(b)));
  }

  /** {@code 1} of {@code V1__baseline.sql}. */
  private static String version(Path file) {
    String name = file.getFileName().toString();
    return name.substring(1, name.indexOf("__"));
  }

  private static int checksum(Path file) throws IOException {
    CRC32 crc = new CRC32();
    Files.readAllLines(file).forEach(line -> crc.update(line.getBytes(StandardCharsets.UTF_8)));
    return (int) crc.getValue();
  }
}

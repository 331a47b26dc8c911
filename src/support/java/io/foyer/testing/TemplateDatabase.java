package io.foyer.testing;

import io.foyer.platform.db.Migrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The migrated database that tests copy. It is made once for each server and content of the
 * migration files, by the first test process that wants it; others wait for it.
 */
final class TemplateDatabase {
  private static final String MIGRATIONS = "/db/migration";

  /** Any number that nothing else in the server's own database locks; "test" in ASCII. */
  private static final long LOCK = 0x74657374L;

  private static final String NAME = "foyer_template_" + fingerprint();

  private TemplateDatabase() {}

  /** Returns the template's name; makes it where it is missing. */
  static String name(Services.Postgres server, Statement admin) throws SQLException {
    if (!complete(admin)) {
      admin.execute("SELECT pg_advisory_lock(" + LOCK + ")");
      try {
        if (!complete(admin)) {
          make(server, admin);
        }
      } finally {
        admin.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
      }
    }
    return NAME;
  }

  private static boolean complete(Statement admin) throws SQLException {
    try (ResultSet row =
        admin.executeQuery(
            "SELECT 1 FROM pg_database WHERE datistemplate AND datname = '" + NAME + "'")) {
      return row.next();
    }
  }

  /** What a process that was killed left half made is not marked as a template. */
  private static void make(Services.Postgres server, Statement admin) throws SQLException {
    admin.execute("DROP DATABASE IF EXISTS " + NAME + " WITH (FORCE)");
    admin.execute("CREATE DATABASE " + NAME);
    new Migrations(TestDatabase.config(server.withDatabase(NAME))).migrate();
    // A database that somebody is connected to cannot be copied.
    admin.execute("ALTER DATABASE " + NAME + " IS_TEMPLATE true ALLOW_CONNECTIONS false");
  }

  private static String fingerprint() {
    try {
      URI folder = Objects.requireNonNull(Migrations.class.getResource(MIGRATIONS)).toURI();
      if (!folder.getScheme().equals("jar")) {
        return fingerprint(Path.of(folder));
      }
      try (FileSystem jar = FileSystems.newFileSystem(folder, Map.of())) {
        return fingerprint(jar.getPath(MIGRATIONS));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String fingerprint(Path folder) throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.sorted().toList();
    }
    for (Path file : files) {
      digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
      digest.update(Files.readAllBytes(file));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }
}

package io.foyer.bench;

import io.foyer.testing.Services;
import io.foyer.testing.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the server gives at least: pgbench, which commits one row in each transaction. */
final class Floor {
  private static final Path SCRIPT = Path.of("target", "bench", "insert.sql");
  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

  private static final String INSERT =
      """
      INSERT INTO floor (delivery, body) VALUES (gen_random_uuid()::text, \
      '{"id":900101,"begin_at":"2026-12-01 14:30:00 UTC","user":{"login":"evalice"},"team":{"id":770042}}');
      """;

  private final BenchmarkFixture fixture;

  /** Makes its table in the database of a benchmark. */
  Floor(BenchmarkFixture fixture) throws Exception {
    this.fixture = fixture;
    Files.createDirectories(SCRIPT.getParent());
    Files.writeString(SCRIPT, INSERT);
    fixture.execute(
        "CREATE TABLE floor (id bigserial PRIMARY KEY, delivery text, body text,"
            + " at timestamptz DEFAULT now())");
  }

  /** Commits a second of so many clients over so many seconds. */
  double perSecond(int clients, int seconds) throws Exception {
    var postgres = fixture.postgres();
    String report =
        Shell.output(
            Map.of("PGPASSWORD", postgres.password().reveal()),
            List.of(
                Services.find().postgresBinaries().orElseThrow().resolve("pgbench").toString(),
                "-n",
                "-M",
                "prepared",
                "-h",
                postgres.host(),
                "-p",
                Integer.toString(postgres.port()),
                "-U",
                postgres.user(),
                "-c",
                Integer.toString(clients),
                "-j",
                "1",
                "-T",
                Integer.toString(seconds),
                "-f",
                SCRIPT.toString(),
                postgres.db()));
    Matcher rate = RATE.matcher(report);
    if (!rate.find()) {
      throw new IllegalStateException("no rate in:\n" + report);
    }
    return Double.parseDouble(rate.group(1));
  }
}

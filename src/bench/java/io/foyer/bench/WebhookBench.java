package io.foyer.bench;

import io.foyer.bench.chat.Gauge;
import io.foyer.testing.Services;
import io.foyer.testing.Shell;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durable webhooks a second, beside a floor in the same run: pgbench, which commits one insert per
 * transaction on the same server with as many clients. A webhook is four rows in one transaction;
 * what is compared is how many clients' commits a second the server's disk and two cores give.
 */
public final class WebhookBench {
  private static final Path WORK = Path.of("target", "bench");
  private static final int SECONDS = Integer.getInteger("seconds", 10);
  private static final int ROUNDS = Integer.getInteger("rounds", 3);

  private static final String LUA =
      """
      local counter, thread = 0, 0
      function setup(t) thread = thread + 1; t:set("thread", thread) end
      local base = os.time() * 10000000
      local head = "POST /webhooks HTTP/1.1\\r\\nHost: localhost\\r\\nX-Model: scale_team\\r\\nX-Event: create\\r\\n" ..
        "X-Secret: benchmark\\r\\nContent-Type: application/json\\r\\nContent-Length: %d\\r\\nX-Delivery: d-"
      local tail = ', "scale_id": 12, "comment": null, "begin_at": "2036-12-01 14:30:00 UTC", ' ..
        '"user": {"id": 501, "login": "evalice"}, "team": {"id": 770042, "name": "demo group"}}'
      head = string.format(head, 7 + 17 + #tail)
      function request()
        counter = counter + 1
        local id = string.format("%017d", base + counter * 8 + thread):gsub("^0", "9")
        return head .. id .. '\\r\\n\\r\\n{"id": ' .. id .. tail
      end
      """;

  private WebhookBench() {}

  /** Prints the figures; takes about two minutes. */
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    Files.createDirectories(WORK);
    Files.writeString(WORK.resolve("webhooks.lua"), LUA);
    try (BenchmarkFixture fixture = new BenchmarkFixture("foyer_bench_webhooks")) {
      Floor floor = new Floor(fixture);
      BenchmarkFixture.Node node =
          fixture.node(
              Map.of(
                  "ROLES", "http",
                  "INTRA_APP_ID", "benchmark",
                  "INTRA_APP_SECRET", "benchmark",
                  "INTRA_URL", "http://127.0.0.1:9",
                  "INTRA_WEBHOOKS", "scale_team.create:benchmark"));
      webhooks(node, 64, 2 * SECONDS); // compiled and warm
      for (int clients : new int[] {64, 256}) {
        compare(fixture, floor, node, clients, out);
      }
      out.println(
          "resident memory of Foyer: " + Gauge.residentMegabytes(node.process().pid()) + " MB");
    }
  }

  private static void compare(
      BenchmarkFixture fixture,
      Floor floor,
      BenchmarkFixture.Node node,
      int clients,
      PrintStream out)
      throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      double commits = floor.perSecond(clients, SECONDS);
      long before = fixture.count("SELECT count(*) FROM foyer.inbox");
      double cpu = Gauge.cpu(node.process().pid());
      String report = webhooks(node, clients, SECONDS);
      long rows = fixture.count("SELECT count(*) FROM foyer.inbox") - before;
      double rate = number(report, "Requests/sec:\\s+([0-9.]+)");
      long answered = (long) number(report, "(\\d+) requests in");
      check(fixture, report, rows, answered);
      out.printf(
          "%d clients, round %d: webhooks %.0f/s, pgbench %.0f/s, ratio %.2f; p99 %s; rows %d for"
              + " %d answers; CPU of Foyer %.0f us each%n",
          clients,
          round,
          rate,
          commits,
          rate / commits,
          text(report, "99%\\s+(\\S+)"),
          rows,
          answered,
          (Gauge.cpu(node.process().pid()) - cpu) / answered);
    }
  }

  /** Every answer must be a 204 and every 204 a row in each of the four tables. */
  private static void check(BenchmarkFixture fixture, String report, long rows, long answered)
      throws Exception {
    long evaluations = fixture.count("SELECT count(*) FROM foyer.evaluations");
    long whole =
        fixture.count(
            "SELECT count(*) FROM foyer.inbox i JOIN foyer.evaluations e ON e.id::text = i.subject"
                + " JOIN foyer.meetings m ON m.id = e.meeting_id"
                + " JOIN foyer.jobs j ON j.kind = 'enrichment' AND j.key = e.id::text");
    if (report.contains("Non-2xx") || rows < answered || whole != evaluations) {
      throw new IllegalStateException(
          "not every answer is durable: rows %d, answers %d, whole %d of %d%n%s"
              .formatted(rows, answered, whole, evaluations, report));
    }
  }

  private static String webhooks(BenchmarkFixture.Node node, int clients, int seconds)
      throws Exception {
    return Shell.output(
        Services.find().wrk().toString(),
        "-t1",
        "-c" + clients,
        "-d" + seconds + "s",
        "--latency",
        "-s",
        WORK.resolve("webhooks.lua").toString(),
        "http://127.0.0.1:" + node.port());
  }

  private static double number(String report, String pattern) {
    return Double.parseDouble(text(report, pattern));
  }

  private static String text(String report, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(report);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + pattern + " in:\n" + report);
    }
    return matcher.group(1);
  }
}

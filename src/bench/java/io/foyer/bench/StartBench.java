package io.foyer.bench;

import io.foyer.bench.chat.Gauge;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How long a node takes from the command to its first ready answer, beside a running PostgreSQL,
 * and what it holds in memory when it then does nothing.
 */
public final class StartBench {
  private static final int STARTS = Integer.getInteger("starts", 5);
  private static final int REST_SECONDS = 6;

  private StartBench() {}

  /** Prints the figures; takes about a minute. */
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    try (BenchmarkFixture fixture = new BenchmarkFixture("foyer_bench_start")) {
      start(
          fixture,
          out,
          "first (makes the first admin; at its end the class archive, after a build)");
      for (int start = 1; start <= STARTS; start++) {
        start(fixture, out, "start " + start);
      }
    }
  }

  private static void start(BenchmarkFixture fixture, PrintStream out, String name)
      throws Exception {
    long begin = System.nanoTime();
    BenchmarkFixture.Node node = fixture.node(settings());
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    TimeUnit.SECONDS.sleep(REST_SECONDS);
    out.printf(
        "%s: ready after %d ms, resident %d MB at rest%n",
        name, millis, Gauge.residentMegabytes(node.process().pid()));
    node.process().terminate(BenchmarkFixture.END);
  }

  private static Map<String, String> settings() {
    return Map.of(
        "INTRA_APP_ID", "benchmark",
        "INTRA_APP_SECRET", "benchmark",
        "INTRA_WEBHOOKS", "scale_team.create:benchmark",
        "SLACK_THAT_URL", "http://127.0.0.1:9");
  }
}

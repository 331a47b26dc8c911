package io.foyer.bench;

import io.foyer.testing.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Breaks a cluster of two nodes under load and waits until requests have stopped failing. */
final class Healing {
  private static final Duration SETTLED = Duration.ofSeconds(3);
  private static final Duration QUIET = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofSeconds(100);

  private final BenchCluster cluster;
  private final ChildProcess caller;
  private final ChildProcess second;
  private final Set<String> answering = new HashSet<>();
  private long good = System.currentTimeMillis();
  private long lastFailed;
  private int failed;

  private Healing(BenchCluster cluster) throws IOException {
    this.cluster = cluster;
    this.caller = cluster.join();
    this.second = cluster.join();
    caller.writeLine("call");
  }

  /**
   * What a fault cost.
   *
   * @param seconds from the fault to the last request that failed
   * @param failed how many failed
   */
  record Cost(double seconds, int failed) {}

  static Cost measure(Contender contender, InjectedFault injectedFault)
      throws IOException, InterruptedException {
    try (BenchCluster cluster = injectedFault.cluster(contender)) {
      return new Healing(cluster).run(injectedFault);
    }
  }

  private Cost run(InjectedFault injectedFault) throws IOException, InterruptedException {
    watchUntilQuiet(2, SETTLED);
    failed = 0;
    long broken = System.currentTimeMillis();
    good = broken;
    injectedFault.strike(cluster, second);
    watchUntilQuiet(injectedFault.answering(), QUIET);
    return new Cost(failed == 0 ? 0 : (lastFailed - broken) / 1000.0, failed);
  }

  /** Returns when for so long no request failed and just so many nodes answered. */
  private void watchUntilQuiet(int nodes, Duration quiet) {
    long end = System.currentTimeMillis() + LONGEST.toMillis();
    answering.clear();
    while (System.currentTimeMillis() < end) {
      Optional<String> line = caller.readLine(Duration.ofSeconds(1));
      if (line.isPresent() && quietSince(line.get(), quiet)) {
        if (answering.size() == nodes) {
          return;
        }
        // Nobody fails, yet too few answer: the look starts anew.
        good = System.currentTimeMillis();
        answering.clear();
      }
    }
    throw new IllegalStateException(
        "after %s %d nodes answer, not %d; %d requests failed"
            .formatted(LONGEST, answering.size(), nodes, failed));
  }

  private boolean quietSince(String line, Duration quiet) {
    String[] words = line.split(" ", -1);
    long asked = Long.parseLong(words[1]);
    if (words[2].equals("nobody")) {
      failed++;
      lastFailed = Math.max(lastFailed, asked);
      good = System.currentTimeMillis();
      answering.clear();
    } else {
      answering.add(words[2]);
    }
    return System.currentTimeMillis() - good > quiet.toMillis();
  }
}

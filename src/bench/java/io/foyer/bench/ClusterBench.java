package io.foyer.bench;

import io.foyer.bench.chat.Gauge;
import io.foyer.testing.ChildProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Our cluster manager beside vertx-hazelcast, in turn: what the bus carries between two processes,
 * and for how long requests fail when a node, its network or Redis does. The times measure the
 * managers. What is carried does not: it depends on which event loop opened the connections first.
 */
public final class ClusterBench {
  private static final int SECONDS = Integer.getInteger("seconds", 3);
  private static final int ROUNDS = Integer.getInteger("rounds", 3);
  // The first seconds carry clearly less than the later ones.
  private static final int WARM_UPS = Integer.getInteger("warmups", 4);
  private static final int HEALINGS = Integer.getInteger("healings", 2);
  private static final Duration PATIENCE = Duration.ofSeconds(30L + SECONDS);
  private static final List<InjectedFault> OF_NODES =
      List.of(InjectedFault.KILL, InjectedFault.STOP, InjectedFault.PARTITION);

  private final PrintStream out;

  private ClusterBench(PrintStream out) {
    this.out = out;
  }

  /** Prints the figures; takes less than four minutes. */
  public static void main(String[] args) throws Exception {
    var bench = new ClusterBench(System.out);
    bench.carried();
    bench.healed();
    bench.healedBehindNginx();
  }

  private void healedBehindNginx() throws Exception {
    out.print(NginxHealing.measure());
  }

  private void carried() throws IOException, InterruptedException {
    try (var ours = BenchCluster.direct(Contender.REDIS);
        var theirs = BenchCluster.direct(Contender.QUICK)) {
      ChildProcess[] us = {ours.join(), ours.join()};
      ChildProcess[] them = {theirs.join(), theirs.join()};
      for (String kind : List.of("send", "request")) {
        for (int warm = 1; warm <= WARM_UPS; warm++) {
          load(us, kind);
          load(them, kind);
        }
        for (int round = 1; round <= ROUNDS; round++) {
          Carried here = load(us, kind);
          Carried there = load(them, kind);
          out.printf(
              "%s, round %d: Redis %,d/s, Hazelcast %,d/s, ratio %.2f; CPU of both nodes %.1f us"
                  + " and %.1f us each%n",
              kind,
              round,
              here.rate(),
              there.rate(),
              (double) here.rate() / there.rate(),
              here.micros(),
              there.micros());
        }
      }
    }
  }

  private record Carried(long rate, double micros) {}

  private static Carried load(ChildProcess[] pair, String kind) {
    double before = cpuSeconds(pair);
    pair[0].writeLine(kind + " 1 " + SECONDS);
    long rate = Long.parseLong(pair[0].expectLine("rate", PATIENCE).getFirst());
    double used = cpuSeconds(pair) - before;
    return new Carried(rate, used * 1e6 / ((double) rate * SECONDS));
  }

  private static double cpuSeconds(ChildProcess[] pair) {
    return (Gauge.cpu(pair[0].pid()) + Gauge.cpu(pair[1].pid())) / 1e6;
  }

  private void healed() throws Exception {
    try (ExecutorService aside = Executors.newSingleThreadExecutor()) {
      // They wait for a minute, idle: the others need not wait for them.
      Future<String> slow =
          aside.submit(
              () ->
                  heal(Contender.HAZELCAST, List.of(InjectedFault.STOP, InjectedFault.PARTITION)));
      for (int round = 1; round <= HEALINGS; round++) {
        out.print(heal(Contender.REDIS, OF_NODES));
        out.print(heal(Contender.QUICK, OF_NODES));
      }
      out.print(heal(Contender.HAZELCAST, List.of(InjectedFault.KILL)));
      out.print(heal(Contender.REDIS, List.of(InjectedFault.REDIS)));
      out.print(slow.get());
    }
  }

  /** Side by side, each fault on a cluster of its own: twenty requests a second are no load. */
  private static String heal(Contender contender, List<InjectedFault> faults) throws Exception {
    List<Callable<Healing.Cost>> breaks = new ArrayList<>();
    faults.forEach(injectedFault -> breaks.add(() -> Healing.measure(contender, injectedFault)));
    var report = new StringBuilder();
    try (ExecutorService side = Executors.newFixedThreadPool(faults.size())) {
      List<Future<Healing.Cost>> costs = side.invokeAll(breaks);
      for (int i = 0; i < costs.size(); i++) {
        Healing.Cost cost = costs.get(i).get();
        report.append(
            "%s, %s: requests fail for %.2f s, %d failed%n"
                .formatted(
                    contender.title(), faults.get(i).title(), cost.seconds(), cost.failed()));
      }
    }
    return report.toString();
  }
}

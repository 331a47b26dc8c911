package io.foyer.bench.chat;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The chat beside its peers: what a delivery costs the server, how late it is, what an idle member
 * holds, how many durable sends are answered. What the peers send is written down nowhere.
 */
public final class ChatBench {
  private static final int ROUNDS = Integer.getInteger("rounds", 3);
  private static final int SECONDS = Integer.getInteger("seconds", 5);
  private static final int WARM = Integer.getInteger("warm", 3);
  private static final int FIRST_WARM = Integer.getInteger("firstwarm", 15);
  private static final int MEMBERS = Integer.getInteger("members", 1_000);
  private static final int IDLE = Integer.getInteger("idle", 9_000);
  private static final int ROOMS = 100;
  private static final int SENDS_IN_FLIGHT = 256;

  private final PrintStream out;
  private final long database;

  private ChatBench(PrintStream out, long database) {
    this.out = out;
    this.database = database;
  }

  /** Prints the figures of the targets that are named; of all where none is. */
  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ROOT);
    List<String> names = args.length == 0 ? Targets.ALL : List.of(args);
    try (Targets targets = new Targets()) {
      List<Target> all = new ArrayList<>();
      for (String name : names) {
        all.add(targets.start(name));
      }
      ChatBench bench = new ChatBench(System.out, targets.database());
      bench.idle(all);
      bench.loads(all);
    }
  }

  private void idle(List<Target> targets) throws Exception {
    out.printf(
        "%-16s %10s %10s %12s %10s%n",
        IDLE + " idle", "heap kB", "RSS kB", "us to enter", "in a s");
    for (Target target : targets) {
      Idle idle = Idle.measure(target, IDLE, Math.max(1, IDLE / 4));
      out.printf(
          "%-16s %10.2f %10.2f %12.0f %10.0f%n",
          target.title(), idle.heap() / 1024, idle.resident() / 1024, idle.cpu(), idle.perSecond());
    }
  }

  private void loads(List<Target> targets) throws Exception {
    for (Target target : targets) {
      target.prepare("one", 1, MEMBERS);
      target.prepare("many", ROOMS, MEMBERS);
    }
    for (int round = 0; round <= ROUNDS; round++) {
      out.printf(
          "%n%-16s %8s %8s %8s %8s %8s %8s %8s %8s %9s %8s %8s%n",
          round == 0 ? "to warm up" : "round " + round,
          "us one",
          "us 16",
          "PG one",
          "PG 16",
          "1/s one",
          "1/s 16",
          "p50 ms",
          "p99 ms",
          "sends/s",
          "us each",
          "PG each");
      for (Target target : targets) {
        round(target, round == 0 ? FIRST_WARM : WARM);
      }
    }
  }

  private void round(Target target, int warm) throws Exception {
    Spent one;
    Spent sixteen;
    try (Crowd crowd = crowd(target, MEMBERS, "one", 1)) {
      one = run(target, crowd, warm).fanOut(1);
      sixteen = run(target, crowd, warm).fanOut(16);
    }
    try (Crowd crowd = crowd(target, MEMBERS, "many", ROOMS)) {
      Delays delays = run(target, crowd, warm).paced(MEMBERS / ROOMS);
      Spent sends = run(target, crowd, warm).sends(SENDS_IN_FLIGHT);
      out.printf(
          "%-16s %8.2f %8.2f %8.2f %8.2f %,8.0f %,8.0f %8.2f %8.2f %,9.0f %8.1f %8.1f%n",
          target.title(),
          one.cpuEach(),
          sixteen.cpuEach(),
          one.databaseEach(),
          sixteen.databaseEach(),
          one.perSecond(),
          sixteen.perSecond(),
          delays.quantile(0.5),
          delays.quantile(0.99),
          sends.perSecond(),
          sends.cpuEach(),
          sends.databaseEach());
    }
  }

  private static Crowd crowd(Target target, int members, String prefix, int rooms)
      throws Exception {
    return new Crowd(target.port(), target.dialect(), members, i -> prefix + i % rooms);
  }

  private Run run(Target target, Crowd crowd, int warm) {
    return new Run(target, crowd, database, warm, SECONDS);
  }
}

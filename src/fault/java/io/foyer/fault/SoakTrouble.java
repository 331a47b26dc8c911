package io.foyer.fault;

import io.foyer.testing.Services;
import io.foyer.testing.TcpProxy;
import java.util.List;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;

/**
 * A fault injected into the running nodes during the soak.
 *
 * @param blow breaks something, and makes it whole again
 */
record SoakTrouble(String name, Blow blow) {
  /** F1, F5, F7, F8, F9 and F11, as a seed draws them. */
  static final List<SoakTrouble> ALL =
      List.of(
          new SoakTrouble("node killed", SoakTrouble::node),
          new SoakTrouble("sessions ended", (targets, random) -> sessions(targets)),
          new SoakTrouble("database stopped", SoakTrouble::database),
          new SoakTrouble("commit answers lost", SoakTrouble::commits),
          new SoakTrouble("queue connections closed", (targets, random) -> connections(targets)),
          new SoakTrouble(
              "queue frame cut",
              (targets, random) -> cut(targets.stage().rabbitmqNetwork(), random, 100, 5_000)),
          new SoakTrouble("queue broker restarted", (targets, random) -> queue(targets)),
          new SoakTrouble("feed broker killed", SoakTrouble::feedBroker),
          new SoakTrouble("feed consumers deleted", (targets, random) -> consumers(targets)),
          new SoakTrouble(
              "feed frame cut",
              (targets, random) -> cut(targets.feeds().natsNetwork(), random, 100, 50_000)),
          new SoakTrouble("Redis flushed", (targets, random) -> flush(targets)),
          new SoakTrouble("Redis killed", (targets, random) -> targets.chat().cluster().restart()),
          new SoakTrouble("Redis asleep", SoakTrouble::redisSleeps),
          new SoakTrouble(
              "door cut", (targets, random) -> cut(targets.chat().door(), random, 300, 20_000)));

  /** What is done; at random in its details. */
  interface Blow {
    void strike(Soak.Targets targets, SplittableRandom random);
  }

  /** Never the first, whose vital signs are watched. */
  private static void node(Soak.Targets targets, SplittableRandom random) {
    List<FoyerProcess> nodes = targets.stage().nodes().all();
    FoyerProcess process = nodes.get(1 + random.nextInt(nodes.size() - 1));
    process.kill();
    process.launch();
  }

  private static void sessions(Soak.Targets targets) {
    targets.stage().database().terminateBackends();
  }

  private static void database(Soak.Targets targets, SplittableRandom random) {
    try {
      Services.find().controlPostgres(random.nextBoolean() ? "stop-immediate" : "kill");
      Beat.ofMillis(random.nextInt(500, 5_000));
    } finally {
      Services.find().controlPostgres("start");
    }
  }

  /** Commits that took place and look as if they had not. */
  private static void commits(Soak.Targets targets, SplittableRandom random) {
    TcpProxy network = targets.stage().postgresNetwork();
    network.loseCommitAnswers(random.nextInt(1, 10));
    Awaitility.await().until(() -> network.commitsToLose() == 0);
  }

  /** By the broker, those of senders too. */
  private static void connections(Soak.Targets targets) {
    targets.stage().broker().closeAllConnections();
  }

  private static void queue(Soak.Targets targets) {
    targets.stage().broker().control("restart");
  }

  private static void feedBroker(Soak.Targets targets, SplittableRandom random) {
    targets.feeds().nats().kill();
    Beat.ofMillis(random.nextInt(100, 5_000));
    targets.feeds().nats().start();
  }

  private static void consumers(Soak.Targets targets) {
    int unused = targets.feeds().audit().deleteConsumers();
  }

  private static void flush(Soak.Targets targets) {
    String unused = targets.chat().cluster().redis().say("FLUSHALL");
  }

  private static void redisSleeps(Soak.Targets targets, SplittableRandom random) {
    targets.chat().cluster().redis().signal("STOP");
    Beat.ofMillis(random.nextInt(500, 12_000));
    targets.chat().cluster().redis().signal("CONT");
  }

  /** In the middle of a frame, with a reset. */
  private static void cut(TcpProxy network, SplittableRandom random, long least, long most) {
    network.resetAfter(random.nextLong(least, most));
  }
}

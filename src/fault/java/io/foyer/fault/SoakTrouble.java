package io.foyer.fault;

import io.foyer.testing.Services;
import io.foyer.testing.TcpProxy;
import java.util.List;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;

/**
 * Something that is done to the whole house while it soaks.
 *
 * @param blow breaks something, and makes it whole again
 */
record SoakTrouble(String name, Blow blow) {
  /** F1, F5, F7, F8, F9 and F11, as a seed draws them. */
  static final List<SoakTrouble> ALL =
      List.of(
          new SoakTrouble("node killed", SoakTrouble::node),
          new SoakTrouble("sessions ended", (house, random) -> sessions(house)),
          new SoakTrouble("database stopped", SoakTrouble::database),
          new SoakTrouble("commit answers lost", SoakTrouble::commits),
          new SoakTrouble("queue connections closed", (house, random) -> connections(house)),
          new SoakTrouble(
              "queue frame cut",
              (house, random) -> cut(house.stage().rabbitmqNetwork(), random, 100, 5_000)),
          new SoakTrouble("queue broker restarted", (house, random) -> queue(house)),
          new SoakTrouble("feed broker killed", SoakTrouble::feedBroker),
          new SoakTrouble("feed consumers deleted", (house, random) -> consumers(house)),
          new SoakTrouble(
              "feed frame cut",
              (house, random) -> cut(house.feeds().natsNetwork(), random, 100, 50_000)),
          new SoakTrouble("Redis flushed", (house, random) -> flush(house)),
          new SoakTrouble("Redis killed", (house, random) -> house.chat().cluster().restart()),
          new SoakTrouble("Redis asleep", SoakTrouble::redisSleeps),
          new SoakTrouble(
              "door cut", (house, random) -> cut(house.chat().door(), random, 300, 20_000)));

  /** What is done; at random in its details. */
  interface Blow {
    void strike(Soak.House house, SplittableRandom random);
  }

  /** Never the first, whose vital signs are watched. */
  private static void node(Soak.House house, SplittableRandom random) {
    List<Node> nodes = house.stage().nodes().all();
    Node node = nodes.get(1 + random.nextInt(nodes.size() - 1));
    node.kill();
    node.launch();
  }

  private static void sessions(Soak.House house) {
    house.stage().database().terminateBackends();
  }

  private static void database(Soak.House house, SplittableRandom random) {
    try {
      Services.find().controlPostgres(random.nextBoolean() ? "stop-immediate" : "kill");
      Beat.ofMillis(random.nextInt(500, 5_000));
    } finally {
      Services.find().controlPostgres("start");
    }
  }

  /** Commits that took place and look as if they had not. */
  private static void commits(Soak.House house, SplittableRandom random) {
    TcpProxy network = house.stage().postgresNetwork();
    network.loseCommitAnswers(random.nextInt(1, 10));
    Awaitility.await().until(() -> network.commitsToLose() == 0);
  }

  /** By the broker, those of senders too. */
  private static void connections(Soak.House house) {
    house.stage().broker().closeAllConnections();
  }

  private static void queue(Soak.House house) {
    house.stage().broker().control("restart");
  }

  private static void feedBroker(Soak.House house, SplittableRandom random) {
    house.feeds().nats().kill();
    Beat.ofMillis(random.nextInt(100, 5_000));
    house.feeds().nats().start();
  }

  private static void consumers(Soak.House house) {
    int unused = house.feeds().audit().deleteConsumers();
  }

  private static void flush(Soak.House house) {
    String unused = house.chat().cluster().redis().say("FLUSHALL");
  }

  private static void redisSleeps(Soak.House house, SplittableRandom random) {
    house.chat().cluster().redis().signal("STOP");
    Beat.ofMillis(random.nextInt(500, 12_000));
    house.chat().cluster().redis().signal("CONT");
  }

  /** In the middle of a frame, with a reset. */
  private static void cut(TcpProxy network, SplittableRandom random, long least, long most) {
    network.resetAfter(random.nextLong(least, most));
  }
}

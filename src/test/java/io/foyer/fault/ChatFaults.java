package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;

/** What is done to the chat. */
final class ChatFaults {
  /** A node that is silent for five seconds has nobody. */
  private static final Duration GONE = Duration.ofSeconds(6);

  private ChatFaults() {}

  static void killOne(ChatStage chat, int number) {
    Node node = chat.nodes().get(number);
    node.kill();
    chat.stage().broke("kill -9");
    node.launch();
  }

  /** The same; whoever sat there is seen to go by somebody who sits at another node. */
  static void killOneWithPeople(ChatStage chat, int number, int other) {
    Node node = chat.nodes().get(number);
    try (Onlooker onlooker = new Onlooker(chat, node, chat.nodes().get(other))) {
      onlooker.await("online");
      long killed = System.nanoTime();
      node.kill();
      onlooker.await("offline");
      Duration took = Duration.ofNanos(System.nanoTime() - killed);
      System.out.printf("chat: offline %d ms after kill -9%n", took.toMillis());
      assertThat(took).as("until he is offline").isLessThan(GONE);
    }
    chat.stage().broke("kill -9");
    node.launch();
  }

  /** The promise of an orderly end. */
  static void stop(Node node) {
    long asked = System.nanoTime();
    assertThat(node.terminate(Duration.ofSeconds(10))).as("exit code").isZero();
    System.out.printf("chat: stopped in %d ms%n", (System.nanoTime() - asked) / 1_000_000);
  }

  /** Lets the clients come anew until the node, which is to die of them, is dead. */
  static void sendSomebodyTo(ChatStage chat, Node node) {
    Awaitility.await("the node's end")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(4))
        .until(
            () -> {
              if (node.alive()) {
                chat.door().reset();
              }
              return !node.alive();
            });
  }

  /** F1: every two seconds, whoever is ready. */
  static int killEveryTwoSeconds(ChatStage chat, int times) {
    SplittableRandom random = chat.stage().random("kills");
    int kills = 0;
    for (int i = 0; i < times; i++) {
      Beat.ofSeconds(2);
      int drawn = random.nextInt(chat.nodes().all().size());
      if (chat.nodes().get(drawn).ready() == 200) {
        killOne(chat, drawn);
        kills++;
      }
    }
    chat.stage().healed("kills");
    return kills;
  }

  /** F9: flushed, restarted, paused for half a minute, failed over. */
  static void breakRedis(ChatStage chat) {
    String unused = chat.cluster().redis().say("FLUSHALL");
    Beat.ofSeconds(4);
    chat.cluster().restart();
    chat.cluster().awaitWhole();
    chat.cluster().redis().signal("STOP");
    Beat.ofSeconds(30);
    chat.cluster().redis().signal("CONT");
    chat.cluster().awaitWhole();
    chat.cluster().failOver();
    Beat.ofSeconds(3);
    chat.cluster().awaitWhole();
  }

  /** F11: half a second of latency, 1 Mbit/s, resets in mid-frame, half-open connections. */
  static void badNetwork(ChatStage chat) {
    TcpProxy door = chat.door();
    door.delay(Duration.ofMillis(250));
    Beat.ofSeconds(5);
    door.heal();
    door.bandwidth(125_000);
    Beat.ofSeconds(5);
    door.heal();
    SplittableRandom random = chat.stage().random("resets");
    for (int i = 0; i < 8; i++) {
      door.resetAfter(random.nextLong(300, 20_000));
      Beat.ofSeconds(1);
    }
    door.heal();
    door.freeze();
    Beat.ofSeconds(9);
    door.cut();
    door.heal();
    Beat.ofSeconds(3);
  }
}

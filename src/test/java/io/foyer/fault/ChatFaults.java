package io.foyer.fault;

import java.time.Duration;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;

/** What is done to the chat. */
final class ChatFaults {
  private ChatFaults() {}

  static void killOne(ChatStage chat, int number) {
    Node node = chat.nodes().get(number);
    node.kill();
    chat.stage().broke("kill -9");
    node.launch();
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

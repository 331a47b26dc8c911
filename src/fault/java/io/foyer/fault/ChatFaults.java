package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.chat.wire.plain.Chatter;
import io.foyer.fault.ClientLog.Line;
import io.foyer.fault.ClientLog.Line.Bye;
import io.foyer.fault.ClientLog.Line.Connected;
import io.foyer.fault.ClientLog.Line.Lost;
import io.foyer.testing.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** What is done to the chat. */
final class ChatFaults {
  /** A service manager kills whoever takes longer. */
  private static final Duration END = Duration.ofSeconds(30);

  /** With what a node that goes down closes its sockets. */
  private static final int RESTART = 1012;

  private ChatFaults() {}

  static void killOne(ChatStage chat, int number) {
    FoyerProcess process = chat.nodes().get(number);
    process.kill();
    chat.stage().broke("kill -9");
    process.launch();
  }

  /** The same; whoever sat there is seen to go, before the node is back, by somebody at another. */
  static void killOneWithPeople(ChatStage chat, int number, int other) {
    FoyerProcess process = chat.nodes().get(number);
    try (Onlooker onlooker = new Onlooker(chat, process, chat.nodes().get(other))) {
      onlooker.await("online");
      long killed = System.nanoTime();
      process.kill();
      onlooker.await("offline");
      System.out.printf(
          "chat: offline %d ms after kill -9%n", (System.nanoTime() - killed) / 1_000_000);
    }
    chat.stage().broke("kill -9");
    process.launch();
  }

  /** The promise of an orderly end: exit code 0, and whoever sits there hears good-bye first. */
  static void stop(ChatStage chat, FoyerProcess process) {
    try (Chatter guest = chat.enter(process, chat.newcomer())) {
      long asked = System.nanoTime();
      assertThat(process.terminate(END)).as("exit code").isZero();
      System.out.printf("chat: stopped in %d ms%n", (System.nanoTime() - asked) / 1_000_000);
      assertThat(guest.awaitClose()).as("close code").isEqualTo(RESTART);
      assertThat(guest.heard("bye"))
          .singleElement()
          .satisfies(bye -> assertThat(bye.getLong("reconnectMillis")).isPositive());
    }
  }

  /** No plain connection that was made has ended in any other way than by {@link #stop}. */
  static void allWereToldToComeBack(List<ClientLog> diaries) {
    assertThat(diaries.stream().filter(it -> it.client().startsWith("ws-")))
        .flatExtracting(ChatFaults::ends)
        .isNotEmpty()
        .containsOnly(new Bye() + " " + new Lost("" + RESTART));
  }

  /** What came last before each end of a connection, and the end; refused ones had none. */
  private static List<String> ends(ClientLog clientLog) {
    List<Line> turns =
        clientLog.lines().stream()
            .filter(it -> it instanceof Connected || it instanceof Bye || it instanceof Lost)
            .toList();
    return IntStream.range(1, turns.size())
        .filter(i -> turns.get(i) instanceof Lost && !(turns.get(i - 1) instanceof Lost))
        .mapToObj(i -> turns.get(i - 1) + " " + turns.get(i))
        .toList();
  }

  /** Lets the clients come anew until the node, which is to die of them, is dead. */
  static void sendSomebodyTo(ChatStage chat, FoyerProcess process) {
    Awaitility.await("the node's end")
        .pollInterval(Duration.ofSeconds(4))
        .until(
            () -> {
              if (process.alive()) {
                chat.door().reset();
              }
              return !process.alive();
            });
  }

  /** F1: every two seconds, whoever is ready. */
  static void killEveryTwoSeconds(ChatStage chat, int times) {
    SplittableRandom random = chat.stage().random("kills");
    for (int kills = 0; kills < times; ) {
      Beat.ofSeconds(2);
      int drawn = random.nextInt(chat.nodes().all().size());
      if (chat.nodes().get(drawn).ready() == 200) {
        killOne(chat, drawn);
        kills++;
      }
    }
    chat.stage().healed("kills");
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

  /** F11: half a second of latency, 1 Mbit/s, loss, resets in mid-frame, half-open connections. */
  static void badNetwork(ChatStage chat) {
    TcpProxy door = chat.door();
    door.delay(Duration.ofMillis(250));
    Beat.ofSeconds(5);
    door.heal();
    door.bandwidth(125_000);
    Beat.ofSeconds(5);
    door.heal();
    losePackets(door.port());
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

  /** The kernel drops one packet in ten that is on its way to or from a port. */
  private static void losePackets(int port) {
    try (PacketLoss loss = PacketLoss.begin(10, List.of(port))) {
      Beat.ofSeconds(10);
      loss.awaitDropped(50);
    }
  }
}

package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.testing.ChildProcess;
import io.foyer.testing.Services;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The chat on three nodes behind nginx, with clients that nobody here wrote: every acked message is
 * in every client's diary once, at one number, whatever breaks.
 */
@ResourceLock(Machine.NAME)
class ChatFaultsInCluster {
  private static final int HERD = 5_000;

  @Test
  void f1NodesKilledEveryTwoSeconds() {
    try (ChatStage chat = new ChatStage("chatf1").talk(40, false)) {
      ChatFaults.killEveryTwoSeconds(chat, 8);
      chat.judge(500);
    }
  }

  @Test
  void f2NodeThatDiesAtTheWorstPoints() {
    try (ChatStage chat = new ChatStage("chatf2").talk(60, true)) {
      FoyerProcess process = chat.nodes().get(0);
      assertThat(process.terminate(Duration.ofSeconds(30))).as("exit code").isZero();
      for (ChatCrashPoint point : ChatCrashPoint.values()) {
        process.plainJvm().jvm(point.agent(chat.stage().folder(), 10)).start();
        ChatFaults.sendSomebodyTo(chat, process);
        assertThat(process.awaitEnd(Duration.ofSeconds(1))).as(point + " kills").isEqualTo(255);
        chat.stage().broke(point.name());
      }
      process.plainJvm().start();
      chat.stage().healed("crashes");
      chat.judge(500);
    }
  }

  @Test
  void f3NodeThatSleptForAMinute() {
    try (ChatStage chat = new ChatStage("chatf3").talk(80, false)) {
      Beat.ofSeconds(3);
      chat.nodes().get(0).signal("STOP");
      chat.stage().broke("SIGSTOP");
      Beat.ofSeconds(60);
      chat.nodes().get(0).signal("CONT");
      chat.stage().healed("SIGCONT");
      Beat.ofSeconds(5);
      chat.judge(500);
    }
  }

  @Test
  void f4RollingRestarts() {
    try (ChatStage chat = new ChatStage("chatf4").talk(40, false)) {
      for (FoyerProcess process : chat.nodes().all()) {
        Beat.ofSeconds(2);
        ChatFaults.stop(chat, process);
        process.start();
        chat.stage().healed("restart");
      }
      ChatFaults.allWereToldToComeBack(chat.judge(300));
    }
  }

  @Test
  void f5DatabaseThatBreaksInEveryWay() {
    try (ChatStage chat = new ChatStage("chatf5").talk(40, false)) {
      for (int i = 0; i < 4; i++) {
        Beat.ofSeconds(1);
        chat.stage().database().terminateBackends();
      }
      chat.stage().postgresNetwork().loseCommitAnswers(20);
      Awaitility.await().until(() -> chat.stage().postgresNetwork().commitsToLose() == 0);
      chat.stage().healed("commit answers");
      chat.stage().database().whileLocked("foyer.chat_events", () -> Beat.ofSeconds(6));
      stopAndStart();
      chat.stage().healed("started");
      Beat.ofSeconds(3);
      chat.judge(300);
    }
  }

  @Test
  void f6DatabaseThatTakesNoWrites() {
    try (ChatStage chat = new ChatStage("chatf6").talk(60, false)) {
      Beat.ofSeconds(3);
      chat.stage().database().readOnly(true);
      chat.stage().broke("read-only");
      long before = chat.head(chat.firstRoom());
      Beat.ofSeconds(10);
      assertThat(chat.head(chat.firstRoom())).isEqualTo(before);
      chat.stage().database().readOnly(false);
      chat.stage().healed("writable");
      Beat.ofSeconds(3);
      chat.judge(300);
    }
  }

  private static void stopAndStart() {
    try {
      Services.find().controlPostgres("stop-immediate");
      Beat.ofSeconds(3);
    } finally {
      Services.find().controlPostgres("start");
    }
  }

  @Test
  void f9RedisFlushedRestartedPausedFailedOver() {
    try (ChatStage chat = new ChatStage("chatf9").talk(60, false)) {
      Beat.ofSeconds(2);
      ChatFaults.breakRedis(chat);
      chat.judge(500);
    }
  }

  @Test
  void f10NodeThatTheOthersDoNotReachForAMinute() {
    try (ChatStage chat = new ChatStage("chatf10").talk(80, false)) {
      Beat.ofSeconds(2);
      chat.cluster().isolate(chat.nodes().get(0));
      Beat.ofSeconds(60);
      chat.cluster().heal();
      chat.cluster().awaitWhole();
      chat.judge(800);
    }
  }

  @Test
  void f11BadNetworkBetweenClientsAndNginx() {
    try (ChatStage chat = new ChatStage("chatf11").talk(60, false)) {
      Beat.ofSeconds(2);
      ChatFaults.badNetwork(chat);
      chat.judge(300);
    }
  }

  @Test
  void f12EverythingIsSaidTwiceInParallelAndInAnotherOrder() {
    try (ChatStage chat = new ChatStage("chatf12").talk(90, true)) {
      Beat.ofSeconds(5);
      ChatFaults.killOne(chat, 2);
      chat.door().reset();
      Beat.ofSeconds(8);
      chat.stage().healed("kill");
      chat.judge(400);
    }
  }

  @Test
  void f13ReaderThatTakesNothingForAWhile() {
    try (ChatStage chat = new ChatStage("chatf13").talk(30, false)) {
      long before = heap(chat);
      chat.reader().writeLine("deaf");
      Beat.ofSeconds(20);
      assertThat(heap(chat) - before).as("bytes on all heaps").isLessThan(20_000_000);
      chat.reader().writeLine("hear");
      Beat.ofSeconds(2);
      chat.judge(1_500);
    }
  }

  private static long heap(ChatStage chat) {
    return chat.nodes().all().stream().mapToLong(process -> process.vitals().heap()).sum();
  }

  @Test
  void f16NodesOfThisVersionBesideTheSchemaOfTheNext() {
    try (ChatStage chat = new ChatStage("chatf16").talk(40, false)) {
      Beat.ofSeconds(2);
      chat.stage().stored().pretendNewerSchema();
      assertThat(chat.nodes().get(1).terminate(Duration.ofSeconds(30))).as("exit code").isZero();
      chat.nodes().get(1).start();
      chat.stage().healed("restart");
      chat.door().reset();
      Beat.ofSeconds(4);
      chat.judge(200);
    }
  }

  @Test
  void f18ThousandsComeBackAtOnceAfterAKill() {
    try (ChatStage chat = new ChatStage("chatf18").talk(200, false);
        ChildProcess herd = chat.herd(HERD)) {
      awaitWatching(herd);
      ChatFaults.killOne(chat, 0);
      herd.writeLine("hang up");
      awaitWatching(herd);
      chat.stage().healed("kill");
      chat.judge(50);
      herd.writeLine("until " + chat.head(chat.firstRoom()));
      assertThat(herd.expectLine("done", Duration.ofSeconds(60)).getFirst())
          .as("numbers out of order, or missing, in the whole herd")
          .isEqualTo("0");
    }
  }

  private static void awaitWatching(ChildProcess herd) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              herd.writeLine("status");
              List<String> said = herd.expectLine("status", Duration.ofSeconds(30));
              return said.getFirst().equals(String.valueOf(HERD));
            });
  }
}

package io.foyer.fault;

import io.foyer.testing.Smoke;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The chat in short: some of each kind of trouble; {@code make fault-cluster} does it at length.
 */
@Smoke
@ResourceLock(Machine.NAME)
class ChatFault {
  @Test
  void killsRestartsCutsAndRetriesLoseDoubleAndSwapNothing() {
    try (ChatStage chat = new ChatStage("chat").talk(90, true)) {
      Beat.ofSeconds(3);
      ChatFaults.killOneWithPeople(chat, 0, 1);
      Beat.ofSeconds(3);
      chat.stage().postgresNetwork().loseCommitAnswers(5);
      chat.door().reset();
      chat.stage().database().terminateBackends();
      Beat.ofSeconds(2);
      chat.cluster().restart();
      ChatFaults.stop(chat, chat.nodes().get(1));
      chat.nodes().get(1).start();
      chat.stage().healed("all");
      chat.reader().writeLine("deaf");
      Beat.ofSeconds(4);
      chat.reader().writeLine("hear");
      Beat.ofSeconds(2);
      chat.judge(200);
    }
  }
}

package io.foyer.fault;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.foyer.pages.Chromium;
import io.foyer.pages.Talker;
import io.foyer.testing.People;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Two people talk by the page, through nginx and three nodes; one of the nodes is killed. */
@ResourceLock(Machine.NAME)
class ChatPageFault {
  private static final int ROUNDS = 16;
  private static final int KILL_AT = 5;

  @Test
  void twoBrowsersShowAllOnceAndInOneOrderThoughANodeIsKilled() {
    String room = "room " + People.unused();
    Chromium chromium = Chromium.get();
    try (ChatStage chat = new ChatStage("chatpage");
        Talker ada = enter(chromium, chat).makes(room, "public")) {
      FoyerProcess hers = nodeOfTheOnlyOne(chat);
      try (Talker bob = enter(chromium, chat).joins(room)) {
        AtomicInteger comebacks = new AtomicInteger();
        ada.page().onWebSocket(socket -> comebacks.incrementAndGet());
        List<String> said = talk(ada, bob, hers);
        bothShow(said, ada, bob);
        Assertions.assertThat(comebacks).as("new sockets of hers").hasPositiveValue();
        Assertions.assertThat(hers.alive()).isFalse();
        theLogHolds(ada.said(), chat, room);
        System.out.printf("chat page: %d messages, %d new sockets%n", said.size(), comebacks.get());
        List.of(ada, bob).forEach(each -> each.visit().pardonLostSockets());
      }
    }
  }

  private static Talker enter(Chromium chromium, ChatStage chat) {
    String handle = People.unused();
    chat.people().registered(handle);
    return Talker.enter(chromium.visit(chat.url()), handle);
  }

  /** The node that holds the only socket there is. */
  private static FoyerProcess nodeOfTheOnlyOne(ChatStage chat) {
    List<FoyerProcess> holding =
        chat.nodes().all().stream()
            .filter(process -> process.operator().gauge("foyer_chat_sockets") > 0)
            .toList();
    Assertions.assertThat(holding).as("nodes with sockets").hasSize(1);
    return holding.getFirst();
  }

  /** Returns everything that was said. */
  private static List<String> talk(Talker ada, Talker bob, FoyerProcess dying) {
    List<String> said = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      said.addAll(List.of("ada " + i, "bob " + i));
      ada.says("ada " + i);
      bob.says("bob " + i);
      if (i == KILL_AT) {
        dying.kill();
      }
      ada.page().waitForTimeout(200);
    }
    return said;
  }

  private static void bothShow(List<String> said, Talker ada, Talker bob) {
    for (Talker each : List.of(ada, bob)) {
      assertThat(each.visit().at("#line-text")).hasText("Connected");
      assertThat(each.words()).hasCount(said.size());
      assertThat(each.visit().at(".fate")).hasCount(0);
    }
    Assertions.assertThat(ada.said()).containsExactlyInAnyOrderElementsOf(said);
    Assertions.assertThat(bob.said()).isEqualTo(ada.said());
  }

  private static void theLogHolds(List<String> shown, ChatStage chat, String room) {
    StoredState stored = chat.stage().stored();
    Assertions.assertThat(stored.said(room)).isEqualTo(shown);
    List<Long> numbers = stored.numbers(room);
    Assertions.assertThat(numbers)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, numbers.size()).boxed().toList());
  }
}

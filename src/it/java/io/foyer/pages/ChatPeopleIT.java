package io.foyer.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import io.foyer.testing.People;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The people of a room, and what one may write in it. */
@TestInstance(Lifecycle.PER_CLASS)
final class ChatPeopleIT {
  private static final int LONGEST = 40;

  @RegisterExtension
  final PageFixture fixture =
      PageFixture.open("page_chat_people", Map.of("CHAT_LONGEST_TEXT", "" + LONGEST));

  private Talker somebody() {
    return Talker.enter(fixture.visit(), fixture.registered());
  }

  @Test
  void aChangeOfPresenceLeavesTheFocusWhereItIs() {
    String room = "room " + People.unused();
    try (Talker ada = somebody().makes(room, "public");
        Talker bob = somebody().joins(room);
        Talker eve = somebody().joins(room)) {
      assertThat(ada.person(eve.handle())).containsText("online");
      Locator remove = ada.person(bob.handle()).locator("button");
      remove.focus();

      bob.page().navigate("about:blank"); // and its row changes its place
      assertThat(ada.person(bob.handle())).containsText("offline");
      assertThat(remove).isFocused();
      eve.page().navigate("about:blank");

      assertThat(ada.person(eve.handle())).containsText("offline");
      assertThat(remove).isFocused();
    }
  }

  @Test
  void theLongestTextIsTheOneThatTheServerTakes() {
    try (Talker ada = somebody().makes("room " + People.unused(), "public")) {
      ada.says("x".repeat(LONGEST + 1));
      assertThat(ada.visit().at("#text-left")).containsText("1");
      assertThat(ada.words()).hasCount(0);

      ada.says("y".repeat(LONGEST)).sees("y".repeat(LONGEST));
      assertThat(ada.visit().at(".fate")).hasCount(0);
    }
  }
}

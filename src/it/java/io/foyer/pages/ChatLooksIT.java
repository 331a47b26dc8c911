package io.foyer.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.foyer.testing.People;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That everybody can use the chat page, whatever is written in it. */
@TestInstance(Lifecycle.PER_CLASS)
final class ChatLooksIT {
  /** Texts that are something else to a page that takes them for it. */
  private static final List<String> TEXTS =
      List.of(
          "<b>bold</b>",
          "<img src=x onerror=\"window.hit=1\">",
          "<script>window.hit=1</script>",
          "</p></li><svg onload=window.hit=1>",
          "javascript:window.hit=1",
          "data:text/html,<script>window.hit=1</script>",
          "https://a.example/\"onmouseover=\"window.hit=1",
          "&lt;b&gt; &amp; &#60;",
          "{{constructor.constructor('window.hit=1')()}} ${window.hit=1}",
          "\u202Egnirts desrever\u202C and \u2066isolated",
          "a\u0301\u0302\u0303\u0304\u0305\u0306 zalgo",
          "👩‍👩‍👧‍👦 🏳️‍🌈 one person, one flag",
          "صباح الخير, 12:30",
          "two\nlines\n\n\tand a tab",
          "W".repeat(3_000));

  @RegisterExtension final PageFixture fixture = PageFixture.open("page_chat_looks");
  private final Everybody everybody = new Everybody();

  private Talker somebody() {
    return Talker.enter(fixture.visit().look(ColorScheme.LIGHT, 1280), fixture.registered());
  }

  private static String room() {
    return "room " + People.unused();
  }

  @Test
  void everybodyCanUseTheChat() {
    try (Talker ada = somebody()) {
      fine(ada, "no room");
      ada.makes(room(), "invited");
      fine(ada, "empty room");
      TEXTS.forEach(ada::says);
      ada.says("/refused");
      assertThat(ada.visit().at(".fate.failed")).isVisible();
      assertThat(ada.visit().at(".sent")).hasCount(0);
      fine(ada, "messages");
      fine(ada, "people", () -> openPeople(ada));
      ada.visit().button("Invite").click();
      fine(ada, "dialog");
      ada.page().keyboard().press("Escape");
      ada.away(true);
      assertThat(ada.visit().at("#strip")).isVisible();
      fine(ada, "offline");
    }
  }

  private static void openPeople(Talker talker) {
    if (talker.visit().at("#people-panel").isHidden()) {
      talker.visit().at("#people-switch").click();
    }
    assertThat(talker.person(talker.handle())).isVisible();
  }

  private void fine(Talker talker, String when) {
    fine(talker, when, () -> {});
  }

  /** In both lights, and last on a phone: there it goes on. */
  private void fine(Talker talker, String when, Runnable prepare) {
    for (int width : List.of(1400, 1000, 360)) {
      for (ColorScheme light : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        talker.visit().look(light, width);
        prepare.run();
        everybody.fine(talker.visit(), when + " " + light + " " + width);
      }
    }
  }

  @Test
  void aCommandThatDoesNotExistIsNamedAndCanBeSentAsText() {
    try (Talker ada = somebody().makes(room(), "public")) {
      ada.says("/hello you");
      assertThat(ada.visit().at(".fate.failed span"))
          .hasText("Not sent. There is no command /hello.");
      assertThat(ada.visit().button("Try again")).hasCount(0);

      ada.visit().button("Edit").click();
      assertThat(ada.visit().at("#text")).hasValue("/hello you");
      assertThat(ada.visit().at("#text")).isFocused();
      assertThat(ada.words()).hasCount(0);

      ada.visit().at("#text").press("Enter");
      ada.visit().button("Send as text").click();
      assertThat(ada.visit().at(".fate")).hasCount(0);
      ada.page().reload();
      ada.connected().sees("/hello you");
    }
  }

  @Test
  void aSelectedRoomOfOthersFitsInTheList() {
    String room = "wide " + People.unused() + " " + "w".repeat(60);
    try (Talker ada = somebody().makes(room, "public");
        Talker bob = somebody()) {
      bob.opens(room);
      assertThat(bob.entry(room)).hasAttribute("aria-current", "page");

      Assertions.assertThat(
              bob.page()
                  .evaluate(
                      "() => { const box = document.getElementById('lists'); const right ="
                          + " box.getBoundingClientRect().left + box.clientWidth; return"
                          + " box.scrollWidth <= box.clientWidth &&"
                          + " [...box.querySelectorAll('#others a, #others a > *')].every((it) =>"
                          + " it.getBoundingClientRect().right <= right); }"))
          .isEqualTo(true);
      assertThat(bob.entry(room)).containsText("1 person");
      Assertions.assertThat(ada.handle()).isNotEqualTo(bob.handle());
    }
  }

  @Test
  void onAPhoneTheButtonThatRemovesSomebodyCanBeTouched() {
    String room = room();
    try (Talker ada = somebody().makes(room, "public");
        Talker bob = somebody().joins(room)) {
      ada.visit().look(ColorScheme.LIGHT, 360);
      openPeople(ada);

      BoundingBox box = ada.person(bob.handle()).locator(".take-out").boundingBox();
      Assertions.assertThat(Math.min(box.width, box.height)).isGreaterThanOrEqualTo(44);
      assertThat(ada.person(bob.handle()).locator(".take-out")).hasCSS("opacity", "1");
    }
  }

  @Test
  void axeFindsWhatIsWrong() {
    try (Talker ada = somebody()) {
      ada.page().evaluate("() => document.getElementById('find').previousElementSibling.remove()");
      ada.page().evaluate("() => document.getElementById('find').removeAttribute('placeholder')");
      Assertions.assertThatThrownBy(() -> everybody.fine(ada.visit(), "planted"))
          .isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void textStaysText() {
    String room = room();
    try (Talker ada = somebody().makes(room, "public");
        Talker bob = somebody().joins(room)) {
      for (String text : TEXTS) {
        ada.visit().at("#text").fill(text);
        ada.visit().at("#text").press("Enter");
      }
      assertThat(bob.words()).hasCount(TEXTS.size());
      for (Talker each : List.of(ada, bob)) {
        Assertions.assertThat(each.said()).isEqualTo(TEXTS);
        Assertions.assertThat(each.page().evaluate("window.hit")).isNull();
        Assertions.assertThat(
                each.page()
                    .evaluate(
                        "() => document.querySelectorAll('.words *:not(a)').length +"
                            + " document.querySelectorAll('.words"
                            + " a:not([href^=\"http\"])').length"))
            .isEqualTo(0);
      }
      assertThat(bob.visit().at(".words a")).hasCount(1);
      assertThat(bob.visit().at(".words a")).hasAttribute("rel", "noopener noreferrer ugc");
      Assertions.assertThat(
              bob.page()
                  .evaluate(
                      "() => document.documentElement.scrollWidth <= innerWidth"
                          + " && document.getElementById('scroller').scrollWidth"
                          + " <= document.getElementById('scroller').clientWidth"))
          .isEqualTo(true);
    }
  }

  @Test
  void onAPhoneRoomsAndTalkAreTwoViews() {
    String room = room();
    try (Talker ada = somebody()) {
      ada.visit().look(ColorScheme.LIGHT, 360);
      ada.makes(room, "public");
      assertThat(ada.visit().at("#rooms")).isHidden();
      ada.says("on the way");
      ada.sees("on the way");

      ada.visit().at("#back").click();
      assertThat(ada.visit().at("#talk")).isHidden();
      assertThat(ada.entry(room)).isFocused();
      ada.entry(room).press("Enter");
      assertThat(ada.words()).isVisible();
      ada.page().goBack();
      assertThat(ada.visit().at("#rooms")).isVisible();
    }
  }

  @Test
  void theKeyboardAloneIsEnough() {
    String one = "a " + room();
    String two = "b " + room();
    try (Talker ada = somebody().makes(one, "public").makes(two, "public")) {
      var keys = ada.page().keyboard();
      assertThat(ada.visit().at("#text")).isFocused();
      keys.type("first line");
      keys.press("Shift+Enter");
      keys.type("second line");
      keys.press("Enter");
      Assertions.assertThat(ada.words().first().textContent()).isEqualTo("first line\nsecond line");

      keys.press("Escape"); // to the rooms
      assertThat(ada.entry(two)).isFocused();
      keys.press("ArrowUp");
      assertThat(ada.entry(one)).isFocused();
      keys.press("Enter");
      assertThat(ada.visit().at("#talk-title")).hasText(one);
      assertThat(ada.visit().at("#text")).isFocused();
      keys.press("Alt+ArrowDown");
      assertThat(ada.visit().at("#talk-title")).hasText(two);
      keys.press("Shift+Tab");
      assertThat(ada.visit().at("#scroller")).isFocused();
      keys.press("Escape");
      assertThat(ada.visit().at("#text")).isFocused();
    }
  }

  @Test
  void whatOthersSayIsSaidToWhoHearsThePage() {
    String room = room();
    try (Talker ada = somebody().makes(room, "public").says("history");
        Talker bob = somebody().joins(room)) {
      assertThat(bob.visit().at("#heard")).isEmpty();
      bob.says("my own");
      ada.says("hello <b>you</b>");

      assertThat(bob.visit().at("#heard p"))
          .hasText(new String[] {ada.handle() + ": hello <b>you</b>"});
      assertThat(bob.visit().at("#heard")).hasAttribute("aria-live", "polite");
    }
  }
}

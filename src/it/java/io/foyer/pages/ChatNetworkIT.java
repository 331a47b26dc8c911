package io.foyer.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.WebSocketRoute.CloseOptions;
import io.foyer.testing.People;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of what people write and read when the network does not hold. */
@TestInstance(Lifecycle.PER_CLASS)
final class ChatNetworkIT {
  @RegisterExtension final PageFixture fixture = PageFixture.open("page_chat_network");

  private Talker somebody() {
    return Talker.enter(fixture.visit(), fixture.registered());
  }

  private static String room() {
    return "room " + People.unused();
  }

  @Test
  void whoLosesTheNetworkMissesNothingAndLosesNothing() {
    String room = room();
    try (Talker ada = somebody().makes(room, "public");
        Talker bob = somebody().joins(room)) {
      ada.says("before");
      bob.sees("before");

      bob.away(true);
      assertThat(bob.visit().at("#line-text")).hasText("Offline");
      assertThat(bob.visit().at("#strip")).containsText("You are offline");
      for (int i = 0; i < 10; i++) {
        ada.says("meanwhile " + i);
        bob.says("offline " + i);
      }
      assertThat(ada.words()).hasCount(11);
      assertThat(bob.words()).hasCount(11);
      assertThat(bob.visit().at(".fate").first()).hasText("Waits to be sent");
      bob.away(false);

      bob.connected();
      assertThat(ada.words()).hasCount(21);
      assertThat(bob.words()).hasCount(21);
      assertThat(bob.visit().at(".fate")).hasCount(0);
      assertThat(bob.visit().at("#strip")).isHidden();
      assertThat(bob.words()).hasText(ada.said().toArray(String[]::new));
      Assertions.assertThat(ada.said())
          .doesNotHaveDuplicates()
          .startsWith("before", "meanwhile 0")
          .endsWith("offline 8", "offline 9");
    }
  }

  @Test
  void connectionsThatEndInTheMiddleOfATalkAreNotNoticedInIt() {
    String room = room();
    List<WebSocketRoute> lines = new ArrayList<>();
    Visit visit = fixture.visit();
    visit
        .page()
        .routeWebSocket(
            "**/ws",
            line -> {
              line.connectToServer();
              lines.add(line);
            });
    try (Talker ada = somebody().makes(room, "public");
        Talker bob = Talker.enter(visit, fixture.registered()).joins(room)) {
      for (int i = 0; i < 6; i++) {
        bob.says("bob " + i);
        lines.getLast().close(new CloseOptions().setCode(4008).setReason("planted"));
        ada.says("ada " + i);
        bob.says("bob again " + i);
        bob.connected();
      }
      assertThat(ada.words()).hasCount(18);
      assertThat(bob.words()).hasCount(18);
      assertThat(bob.visit().at(".fate")).hasCount(0);

      assertThat(bob.words()).hasText(ada.said().toArray(String[]::new));
      Assertions.assertThat(ada.said()).doesNotHaveDuplicates();
      Assertions.assertThat(ada.said().stream().filter(it -> it.startsWith("bob")).limit(3))
          .containsExactly("bob 0", "bob again 0", "bob 1");
      Assertions.assertThat(lines).hasSizeGreaterThan(6);
    }
  }

  @Test
  void anAcknowledgementThatGetsLostDoublesNothing() {
    String room = room();
    boolean[] deaf = {false};
    Visit visit = fixture.visit();
    visit
        .page()
        .routeWebSocket(
            "**/ws",
            line -> {
              WebSocketRoute server = line.connectToServer();
              server.onMessage(
                  frame -> {
                    if (deaf[0] && frame.text().contains("\"ack\"")) {
                      deaf[0] = false;
                      line.close(new CloseOptions().setCode(4008).setReason("planted"));
                      server.close();
                    } else if (!deaf[0]) {
                      line.send(frame.text());
                    }
                  });
            });
    try (Talker ada = somebody().makes(room, "public");
        Talker bob = Talker.enter(visit, fixture.registered()).joins(room)) {
      deaf[0] = true;
      bob.says("once");

      ada.sees("once");
      bob.connected();
      bob.says("twice");
      ada.sees("once", "twice");
      bob.sees("once", "twice");
      assertThat(bob.visit().at(".fate")).hasCount(0);
    }
  }

  @Test
  void whatWasNotSentSurvivesAReload() {
    String room = room();
    boolean[] silent = {false};
    List<WebSocketRoute> lines = new ArrayList<>();
    Visit visit = fixture.visit();
    visit
        .page()
        .routeWebSocket(
            "**/ws",
            line -> {
              lines.add(line);
              if (!silent[0]) {
                line.connectToServer();
              }
            });
    try (Talker ada = somebody().makes(room, "public");
        Talker bob = Talker.enter(visit, fixture.registered()).joins(room)) {
      silent[0] = true;
      bob.page().reload();
      assertThat(visit.at("#strip")).containsText("is kept and sent");
      bob.says("from the tunnel").sees("from the tunnel");
      assertThat(visit.at(".fate")).hasText("Waits to be sent");
      bob.page().reload();
      bob.sees("from the tunnel");

      silent[0] = false;
      lines.getLast().close(new CloseOptions().setCode(4008).setReason("planted"));

      bob.connected().sees("from the tunnel");
      assertThat(visit.at(".fate")).hasCount(0);
      ada.sees("from the tunnel");
    }
  }

  @Test
  void whoIsThereIsKnownAgainAfterAReconnect() {
    String room = room();
    SlowWatching line = new SlowWatching();
    Visit visit = fixture.visit();
    visit.page().routeWebSocket("**/ws", line::opened);
    try (Talker ada = somebody().makes(room, "public");
        Talker bob = Talker.enter(visit, fixture.registered()).joins(room)) {
      assertThat(bob.person(ada.handle())).containsText("online");

      for (int connection = 1; connection <= 3; connection++) {
        line.cut();
        assertThat(bob.person(ada.handle())).not().containsText("online");
        bob.connected();
        line.watch();
        assertThat(bob.person(ada.handle())).containsText("online");
      }
      ada.page().navigate("about:blank");
      assertThat(bob.person(ada.handle())).containsText("offline");
    }
  }

  /**
   * A connection whose rooms are watched long after the welcome, as on a busy node. Until then it
   * answers a question for people as the node does.
   */
  private static final class SlowWatching {
    private final List<Runnable> held = new ArrayList<>();
    private Runnable close = () -> {};
    private boolean holding;

    void opened(WebSocketRoute page) {
      WebSocketRoute node = page.connectToServer();
      close =
          () -> {
            page.close(new CloseOptions().setCode(4008).setReason("planted"));
            node.close();
          };
      node.onMessage(
          frame -> {
            if (holding && type(frame.text()).equals("watching")) {
              held.add(() -> page.send(frame.text()));
            } else {
              page.send(frame.text());
            }
          });
      page.onMessage(
          frame -> {
            if (holding && type(frame.text()).equals("people")) {
              page.send(notFound(frame.text()));
            } else {
              node.send(frame.text());
            }
          });
    }

    private static String type(String frame) {
      return new JsonObject(frame).getString("type");
    }

    private static String notFound(String asked) {
      return new JsonObject()
          .put("type", "error")
          .put("code", "not_found")
          .put("ref", new JsonObject(asked).getString("ref"))
          .encode();
    }

    /** Ends the connection; of the next, no room is watched. */
    void cut() {
      holding = true;
      held.clear();
      close.run();
    }

    /** From now on the rooms are watched. */
    void watch() {
      holding = false;
      held.forEach(Runnable::run);
    }
  }

  @Test
  void aSessionEndedElsewhereIsExplainedAndDraftsAreKept() {
    String room = room();
    String other = room();
    try (Talker ada = somebody().makes(other, "public").makes(room, "public")) {
      ada.opens(other).visit().at("#text").fill("draft of the other");
      ada.opens(room).visit().at("#text").fill("draft that is open");
      ada.page().evaluate("() => fetch('/api/v2/sessions/current', {method: 'DELETE'})");

      assertThat(ada.visit().at("#signed-out-title")).hasText("Your session ended. Log in again.");
      ada.visit().at("#enter").click();
      ada.visit().logIn(ada.handle(), People.PASSWORD);

      assertThat(ada.visit().at("#talk-title")).hasText(room);
      assertThat(ada.visit().at("#text")).hasValue("draft that is open");
      ada.opens(other);
      assertThat(ada.visit().at("#text")).hasValue("draft of the other");
      ada.connected().says("sent now").sees("sent now");
      ada.page().reload();
      ada.connected();
      assertThat(ada.visit().at("#text")).hasValue("");
    }
  }

  @Test
  void whoLogsOutIsNotToldThatASessionEndedAndSeesNoDraftOfAnother() {
    String room = room();
    try (Talker ada = somebody().makes(room, "public")) {
      ada.visit().at("#text").fill("mine alone");
      ada.visit().logOut();

      assertThat(ada.visit().at("#signed-out-title")).hasText("Log in to chat");
      String bob = fixture.registered();
      ada.visit().at("#enter").click();
      ada.visit().logIn(bob, People.PASSWORD);
      Talker.at(ada.visit(), bob).connected();
      ada.visit().button("Join").click();
      assertThat(ada.visit().at("#text")).hasValue("");
    }
  }

  @Test
  void aLogInThatEndedEndsTheTalk() {
    String room = room();
    try (Talker ada = somebody().makes(room, "public")) {
      ada.page().evaluate("() => fetch('/api/v2/sessions', {method: 'DELETE'})");
      ada.page().evaluate("() => fetch('/api/v2/sessions/current', {method: 'DELETE'})");

      assertThat(ada.visit().at("#signed-out")).isVisible();
      assertThat(ada.visit().at("#app")).isHidden();
      assertThat(ada.visit().at("#messages")).isEmpty();
    }
  }
}

package io.foyer.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.testing.ManagementClient;
import io.foyer.testing.Nginx;
import io.foyer.testing.OnRedis;
import io.foyer.testing.People;
import io.foyer.testing.Ports;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two browsers before nginx and two clustered nodes, one of which goes down in the talk. */
final class ChatBehindNginxIT {
  @Test
  void aTalkGoesOnWhenANodeGoesDown(@TempDir Path folder) throws Exception {
    List<Integer> ports = List.of(Ports.free(), Ports.free());
    try (Nginx nginx = Nginx.start(folder, ports);
        PageFixture fixture = fixture(nginx, ports.getFirst())) {
      ProgramFixture.Node first = fixture.program().node();
      ProgramFixture.Node second =
          fixture.program().node(Map.of("HTTP_ADDR", "127.0.0.1:" + ports.getLast()));
      new ManagementClient(second.managementPort()).await("cluster", "up nodes: 2");
      new ManagementClient(first.managementPort()).await("cluster", "up nodes: 2");
      talk(fixture, first);
    }
  }

  private static PageFixture fixture(Nginx nginx, int port) {
    String base = "http://127.0.0.1:" + nginx.port();
    Map<String, String> settings = new HashMap<>(OnRedis.settings());
    settings.put("PUBLIC_URL", base);
    settings.put("TRUSTED_PROXIES", "127.0.0.1");
    settings.put("HTTP_ADDR", "127.0.0.1:" + port);
    return PageFixture.open("page_chat_nginx", base, settings);
  }

  private static void talk(PageFixture fixture, ProgramFixture.Node going) {
    String room = "room " + People.unused();
    try (Talker ada = Talker.enter(fixture.visit(), fixture.registered()).makes(room, "public");
        Talker bob = Talker.enter(fixture.visit(), fixture.registered()).joins(room)) {
      say(ada, bob, 0);
      Thread drain = Thread.ofVirtual().start(going.drain());
      for (int i = 1; i < 12; i++) {
        say(ada, bob, i);
        ada.page().waitForTimeout(250);
      }
      together(drain);
      for (Talker each : List.of(ada, bob)) {
        assertThat(each.visit().at("#line-text")).hasText("Connected");
        assertThat(each.words()).hasCount(24);
        assertThat(each.visit().at(".fate")).hasCount(0);
      }
      Assertions.assertThat(bob.said()).isEqualTo(ada.said()).doesNotHaveDuplicates();
      List.of(ada, bob).forEach(each -> each.visit().pardonLostSockets());
    }
  }

  private static void say(Talker ada, Talker bob, int number) {
    ada.says("ada " + number);
    bob.says("bob " + number);
  }

  private static void together(Thread drain) {
    try {
      drain.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

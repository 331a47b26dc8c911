package io.foyer.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.foyer.DemoFixture;
import io.foyer.testing.Ports;
import io.foyer.testing.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The demo's pages: the example that they show works as it stands there. */
@TestInstance(Lifecycle.PER_CLASS)
final class DemoPageIT {
  private final Everybody everybody = new Everybody();
  private DemoFixture demo;
  private String base;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    int port = Ports.free();
    base = "http://127.0.0.1:" + port;
    demo =
        DemoFixture.open(
            "page_demo",
            Map.of(
                "HTTP_ADDR",
                "127.0.0.1:" + port,
                "PUBLIC_URL",
                base,
                "DATA_DIR",
                folder.toString()));
  }

  @AfterAll
  void close() {
    if (demo != null) {
      demo.close();
    }
  }

  private Visit visit() {
    return Chromium.get().visit(base);
  }

  @Test
  void theExampleOfTheFrontPageBooksAndTheDemoShowsIt() {
    try (Visit front = visit().to("/")) {
      long before = demo.database().number("SELECT count(*) FROM evaluations");
      String first = run(front);
      front.to("/demo.html");
      String second = run(front);

      Assertions.assertThat(first).startsWith("HTTP/1.1 204");
      Assertions.assertThat(second).startsWith("HTTP/1.1 204");
      Assertions.assertThat(demo.database().number("SELECT count(*) FROM evaluations"))
          .as("each page has an id of its own")
          .isEqualTo(before + 2);
      Assertions.assertThat(
              demo.database().number("SELECT count(*) FROM evaluations WHERE begin_at > now()"))
          .isEqualTo(before + 2);
      assertThat(front.at("#bookings > li")).hasCount((int) before + 2);
    }
  }

  /** Runs the example as somebody who pastes it into a terminal; returns what curl prints. */
  private static String run(Visit visit) {
    assertThat(visit.at("#try")).containsText(visit.base() + "/webhooks");
    return Shell.output("bash", "-c", visit.at("#try").textContent() + " -s");
  }

  @Test
  void theFrontPageLeadsToTheDemoAndTheNavigationHasIt() {
    try (Visit visit = visit().to("/")) {
      visit
          .page()
          .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Watch it work"))
          .click();
      assertThat(visit.at("h1")).hasText("Demo");
      assertThat(visit.at("#state")).hasText("live");
      assertThat(visit.at(".rail-item[aria-current]")).hasText("Demo");
      for (int width : List.of(1280, 360)) {
        for (ColorScheme light : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
          visit.look(light, width);
          everybody.fine(visit, light + " " + width);
        }
      }
    }
  }
}

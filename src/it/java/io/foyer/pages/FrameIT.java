package io.foyer.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import io.foyer.ProgramFixture;
import io.foyer.testing.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What every page promises: its frame, both lights, phone width, and that everybody can use it. */
@TestInstance(Lifecycle.PER_CLASS)
final class FrameIT {
  private static final List<String> PAGES =
      List.of("/", "/docs", "/account.html", "/chat.html", "/feeds.html", "/admin.html");
  private static final List<String> VIEWS =
      List.of("login", "register", "forgot", "reset", "me", "password", "sessions");

  /** Feeds are offered where NATS is configured, whether or not it answers. */
  @RegisterExtension
  final PageFixture fixture =
      PageFixture.open("page_frame", Map.of("NATS_URL", "nats://127.0.0.1:" + Ports.free()));

  private final String accessibility = script("/io/foyer/pages/accessibility.js");

  private static String script(String path) {
    try (var stream = Objects.requireNonNull(FrameIT.class.getResourceAsStream(path), path)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Visit visit(int width) {
    return fixture.visit().look(ColorScheme.LIGHT, width);
  }

  @Test
  void everybodyCanUseEveryPage() {
    try (Visit visit = visit(1280)) {
      for (String page : PAGES) {
        visit.to(page);
        assertThat(visit.at(".person")).hasText("Log in");
        fine(visit, page);
      }
    }
  }

  @Test
  void everybodyCanUseEveryViewOfTheAccount() {
    try (Visit visit = visit(1280).to("/account.html")) {
      visit.as("mail").to("/account.html").logIn("root", "wrong password");
      assertThat(visit.at("#login-form .alert")).isVisible();
      fine(visit, "wrong password");
      for (String view : VIEWS) {
        if (view.equals("me")) {
          visit.to("/account.html#login");
          visit.logIn("root", ProgramFixture.secret("ADMIN_PASSWORD"));
          assertThat(visit.at("#view-me")).isVisible();
        }
        visit.page().evaluate("view => { location.hash = view; }", view);
        assertThat(visit.at("#view-" + view)).isVisible();
        if (view.equals("sessions")) {
          assertThat(visit.at("#sessions .entry").first()).isVisible();
        }
        fine(visit, view);
      }
      visit.at(".self").click();
      assertThat(visit.at("#account-menu")).isVisible();
      fine(visit, "menu");
    }
  }

  @Test
  void everybodyCanUseTheAdministration() {
    try (Visit visit = visit(1280)) {
      visit.loggedIn("root", ProgramFixture.secret("ADMIN_PASSWORD")).to("/admin.html");
      assertThat(visit.at("#people .entry").first()).isVisible();
      fine(visit, "people");
      visit.at("#people .entry button").first().click();
      assertThat(visit.at("#person")).isVisible();
      visit.at("#reset-make").click();
      assertThat(visit.at("#reset-link")).isVisible();
      fine(visit, "person");
    }
  }

  /** In both lights: wide, on a tablet and on a phone. */
  private void fine(Visit visit, String when) {
    for (int width : List.of(1280, 800, 360)) {
      for (ColorScheme light : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        visit.look(light, width);
        assertThat(visit.at("h1")).isVisible();
        Assertions.assertThat(faults(visit)).as("%s %s %d", when, light, width).isEmpty();
      }
    }
  }

  /** A check that finds nothing wrong with a wrong page is none. */
  @Test
  void theChecksFindWhatIsWrong() {
    try (Visit visit = fixture.visit().to("/account.html#login")) {
      assertThat(visit.at("#login-login")).isFocused();
      visit
          .page()
          .evaluate(
              """
              () => {
                document.querySelector("label[for=login-login]").remove();
                const pale = document.createElement("p");
                pale.textContent = "pale";
                pale.style.color = "#999";
                const wide = document.createElement("h1");
                wide.textContent = "wide";
                wide.style.width = "3000px";
                document.getElementById("main").append(pale, wide);
              }\
              """);

      Assertions.assertThat(String.join("\n", faults(visit)))
          .contains("no label: login-login")
          .contains("contrast")
          .contains("2 h1")
          .contains("wider than the window");
    }
  }

  @Test
  void thePolicyRefusesWhatIsInline() {
    try (Visit visit = fixture.visit().to("/")) {
      visit
          .page()
          .evaluate(
              """
              () => {
                const script = document.createElement("script");
                script.textContent = "window.hit = 1";
                document.body.append(script);
              }\
              """);

      Assertions.assertThat(visit.page().evaluate("window.hit")).isNull();
      Assertions.assertThat(visit.complaints()).isNotEmpty();
      visit.complaints().clear();
    }
  }

  @Test
  void theLightThatWasChosenIsKeptOnEveryPage() {
    try (Visit visit = visit(1280).to("/")) {
      Object paper = background(visit);
      visit.button("Switch to dark").click();
      Object night = background(visit);
      Assertions.assertThat(night).isNotEqualTo(paper);

      visit.to("/account.html");
      Assertions.assertThat(background(visit)).isEqualTo(night);
      visit.button("Switch to light").click();
      Assertions.assertThat(background(visit)).isEqualTo(paper);
      Assertions.assertThat(visit.page().evaluate("localStorage.getItem('foyer.theme')")).isNull();
    }
  }

  @Test
  void onAPhoneTheMenuOpensAndEscapeClosesIt() {
    try (Visit visit = visit(360).loggedIn(fixture.registered()).to("/")) {
      assertThat(visit.at("#account-menu")).isHidden();
      visit.at(".self").press("Enter");
      assertThat(visit.at("#account-menu")).isVisible();
      assertThat(visit.at("#account-menu")).isInViewport();
      visit.page().keyboard().press("Escape");
      assertThat(visit.at("#account-menu")).isHidden();
      assertThat(visit.at(".self")).isFocused();
    }
  }

  /** Between two pages the navigation and the content begin where they began before. */
  @Test
  void theLeftEdgesAreTheSameOnEveryPage() {
    try (Visit visit = visit(1800).loggedIn("root", ProgramFixture.secret("ADMIN_PASSWORD"))) {
      Set<Object> edges = new HashSet<>();
      for (String page : List.of("/", "/docs", "/account.html", "/feeds.html", "/admin.html")) {
        visit.to(page);
        assertThat(visit.at(".self")).isVisible();
        assertThat(visit.at(".page-head")).isVisible();
        edges.add(
            visit
                .page()
                .evaluate(
                    "() => ['.rail .name', '.page-head'].map((it) =>"
                        + " Math.round(document.querySelector(it).getBoundingClientRect().left))"));
      }
      Assertions.assertThat(edges).hasSize(1);
    }
  }

  @Test
  void aMessageIsStillShownOnTheNextPage() {
    try (Visit visit = visit(1280).entered(fixture.registered())) {
      visit.at("#profile-form button[type=submit]").click();
      assertThat(visit.at(".message")).containsText("Saved.");
      visit.to("/docs");
      assertThat(visit.at(".message")).containsText("Saved.");
      visit.button("Dismiss").click();
      visit.to("/");
      assertThat(visit.at(".self")).isVisible();
      assertThat(visit.at(".message")).hasCount(0);
    }
  }

  @Test
  void theFirstTabSkipsToTheContent() {
    try (Visit visit = fixture.visit().to("/docs")) {
      assertThat(visit.at(".person")).hasText("Log in");
      visit.page().keyboard().press("Tab");
      assertThat(visit.at(".skip")).isFocused();
      assertThat(visit.at(".skip")).isInViewport();
    }
  }

  @Test
  void theDocumentationHasABodyForEveryCallThatNeedsOne() {
    try (Visit visit = fixture.visit().to("/docs")) {
      assertThat(visit.at("#logIn pre"))
          .containsText("-d '{\"login\":\"YOUR-LOGIN\",\"password\":\"YOUR-PASSWORD\"");
      assertThat(visit.at("#changeRoom pre")).containsText("-d '{\"topic\":\"YOUR-TOPIC\"}'");
      assertThat(visit.at("article:has(h4:text-is('Body')):not(:has(pre:has-text(\"-d '{\")))"))
          .hasCount(0);
    }
  }

  @Test
  void strangersAskForNothing() {
    try (Visit visit = fixture.visit()) {
      List<String> asked = new CopyOnWriteArrayList<>();
      visit.page().onRequest(request -> asked.add(request.url()));
      for (String page : PAGES) {
        visit.to(page);
        assertThat(visit.at(".person")).hasText("Log in");
      }
      Assertions.assertThat(asked).isNotEmpty().noneMatch(url -> url.contains("/api/"));
    }
  }

  @Test
  void passwordManagersFindOneFormPerPurpose() {
    String handle = fixture.registered();
    try (Visit visit = fixture.visit().entered(handle)) {
      Assertions.assertThat(
              visit
                  .page()
                  .evaluate(
                      """
                      () => [...document.forms].filter((form) => form.querySelector("[type=password]"))
                        .map((form) => `${form.id} ${form.method} ` + [...form.elements]
                          .map((it) => it.autocomplete).filter(Boolean).join(" "))\
                      """))
          .isEqualTo(
              List.of(
                  "login-form post username current-password",
                  "register-form post username name email new-password",
                  "reset-form post new-password",
                  "email-form post email username current-password",
                  "password-form post username current-password new-password"));
    }
  }

  private static Object background(Visit visit) {
    return visit.page().evaluate("getComputedStyle(document.body).backgroundColor");
  }

  private List<String> faults(Visit visit) {
    Object found = visit.page().evaluate(accessibility);
    return ((List<?>) found).stream().map(String::valueOf).toList();
  }
}

package io.foyer.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import io.foyer.ProgramFixture;
import io.foyer.testing.People;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pages of an ordinary node offer nothing that it cannot do. */
@TestInstance(Lifecycle.PER_CLASS)
final class PromisesIT {
  private static final String COMMON = "12345678";
  private static final String REASON =
      "This is one of the most common passwords; use a passphrase.";

  @RegisterExtension final PageFixture fixture = PageFixture.open("page_promises");

  /** There is no demo here, and no NATS. */
  @Test
  void noLinkLeadsToADeadPage() {
    try (Visit visit = fixture.visit()) {
      Set<String> links = new HashSet<>();
      for (String page : List.of("/", "/docs", "/account.html", "/chat.html", "/admin.html")) {
        visit.to(page);
        assertThat(visit.at(".person")).hasText("Log in");
        for (Locator link : visit.at("a[href^='/']").all()) {
          links.add(link.getAttribute("href").replaceFirst("[#?].*", ""));
        }
      }
      Assertions.assertThat(links).contains("/chat.html", "/docs", "/openapi.yaml");
      for (String link : links) {
        Assertions.assertThat(status(visit, link)).as(link).isEqualTo(200);
      }
      Assertions.assertThat(links).doesNotContain("/demo.html", "/feeds.html");
      Assertions.assertThat(status(visit, "/demo.html")).isEqualTo(404);
      Assertions.assertThat(status(visit, "/feeds.html")).isEqualTo(404);
    }
  }

  private static int status(Visit visit, String path) {
    APIResponse answer = visit.context().request().get(visit.base() + path);
    return answer.status();
  }

  @Test
  void withoutMailNoLetterIsPromised() {
    try (Visit visit = fixture.visit().to("/account.html#forgot")) {
      assertThat(visit.at("#view-login")).isVisible();
      assertThat(visit.at("#view-forgot")).isHidden();
      assertThat(visit.at("a[href='#forgot']")).hasCount(0);
      assertThat(visit.at("#view-login")).containsText("An administrator can make a reset link.");
    }
  }

  @Test
  void anAdminMakesALinkThatSetsANewPasswordOnce() {
    String handle = fixture.registered();
    String link;
    try (Visit admin = fixture.visit().loggedIn("root", ProgramFixture.secret("ADMIN_PASSWORD"))) {
      admin.to("/admin.html?query=" + handle);
      assertThat(admin.at("#people .entry")).hasCount(1);
      admin.at("#people .entry button").click();
      admin.button("Make a reset link").click();
      assertThat(admin.at("#reset-link")).isVisible();
      link = admin.at("#reset-link").inputValue();
    }
    Assertions.assertThat(link).contains("/account.html#reset=");
    try (Visit visit = fixture.visit()) {
      visit.to(link.substring(link.indexOf("/account.html")));
      visit.at("#reset-password").fill(COMMON);
      visit.at("#reset-form button[type=submit]").click();
      assertThat(visit.at("#reset-password-wrong")).hasText(REASON);
      visit.at("#reset-password").fill("canary new password");
      visit.at("#reset-form button[type=submit]").click();
      assertThat(visit.at("#notice")).containsText("Your new password is set");
      visit.logIn(handle, "canary new password");
      assertThat(visit.at("#view-me")).isVisible();
    }
    try (Visit again = fixture.visit()) {
      again.to(link.substring(link.indexOf("/account.html")));
      again.at("#reset-password").fill("canary other password");
      again.at("#reset-form button[type=submit]").click();
      assertThat(again.at("#reset-form .alert")).hasText("This link was used or is too old.");
    }
  }

  @Test
  void aCommonPasswordIsRefusedAtItsField() {
    String handle = People.unused();
    try (Visit visit = fixture.visit().to("/account.html#register")) {
      visit.at("#register-handle").fill(handle);
      visit.at("#register-email").fill(People.address(handle));
      visit.at("#register-password").fill(COMMON);
      visit.at("#register-form button[type=submit]").click();
      assertThat(visit.at("#register-password-wrong")).hasText(REASON);

      visit.at("#register-password").fill(People.PASSWORD);
      visit.at("#register-form button[type=submit]").click();
      assertThat(visit.at("#view-me")).isVisible();
      visit.to("/account.html#password");
      visit.at("#password-current").fill(People.PASSWORD);
      visit.at("#password-password").fill("PassWord1");
      visit.at("#password-form button[type=submit]").click();
      assertThat(visit.at("#password-password-wrong")).hasText(REASON);
    }
  }
}

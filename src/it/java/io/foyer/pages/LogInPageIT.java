package io.foyer.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.foyer.accounts.Letters;
import io.foyer.testing.People;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Coming in and going out by the account page, in a real browser. */
@TestInstance(Lifecycle.PER_CLASS)
final class LogInPageIT {
  @RegisterExtension final PageFixture fixture = PageFixture.open("page_log_in");
  private final String handle = fixture.registered();

  @Test
  void whoRegistersIsLoggedIn() {
    try (Visit visit = fixture.visit().to("/account.html#register")) {
      String fresh = People.unused();
      visit.at("#register-handle").fill(fresh);
      visit.at("#register-name").fill("Ada Lovelace");
      visit.at("#register-email").fill(People.address(fresh));
      visit.at("#register-password").fill(People.PASSWORD);
      visit.at("#register-form button[type=submit]").click();

      assertThat(visit.at("h1")).hasText("Ada Lovelace");
      assertThat(visit.at(".self")).hasAccessibleName("Your account: Ada Lovelace");
      Assertions.assertThat(visit.context().cookies())
          .singleElement()
          .satisfies(cookie -> Assertions.assertThat(cookie.httpOnly).isTrue());
    }
  }

  @Test
  void whatIsTakenIsSaidAtItsField() {
    try (Visit visit = fixture.visit().to("/account.html#register")) {
      visit.at("#register-handle").fill(handle.toUpperCase(Locale.ROOT));
      visit.at("#register-email").fill(People.address(People.unused()));
      visit.at("#register-password").fill(People.PASSWORD);
      visit.at("#register-form button[type=submit]").click();

      assertThat(visit.at("#register-handle-wrong")).hasText("This handle is taken.");
      assertThat(visit.at("#register-handle")).hasAttribute("aria-invalid", "true");
      assertThat(visit.at("#register-handle"))
          .hasAttribute("aria-describedby", "register-handle-hint register-handle-wrong");
      assertThat(visit.at("#register-handle")).isFocused();
    }
  }

  @Test
  void whatIsMissingIsSaidBeforeAnythingIsSent() {
    try (Visit visit = fixture.visit().to("/account.html#register")) {
      visit.at("#register-handle").fill("two words");
      visit.at("#register-password").fill("short");
      visit.at("#register-form button[type=submit]").click();

      assertThat(visit.at("#register-handle-wrong")).containsText("letters and digits");
      assertThat(visit.at("#register-email-wrong")).hasText("Fill this in.");
      assertThat(visit.at("#register-password-wrong")).hasText("Use at least 8 characters.");
    }
  }

  @Test
  void aWrongPasswordIsSaidReadably() {
    try (Visit visit = fixture.visit().to("/account.html#login").logIn(handle, "wrong password")) {
      assertThat(visit.at("#login-form [role=alert]"))
          .hasText("The login or the password is wrong.");
      assertThat(visit.at("#login-password")).isFocused();
      Assertions.assertThat(visit.context().cookies()).isEmpty();
    }
  }

  @Test
  void whoLogsOutIsOutAndTheCookieIsGone() {
    try (Visit visit = fixture.visit().entered(handle)) {
      visit.logOut();

      assertThat(visit.at("#view-login")).isVisible();
      assertThat(visit.at(".person")).hasText("Log in");
      Assertions.assertThat(visit.context().cookies()).isEmpty();
    }
  }

  @Test
  void theKeyboardAloneIsEnough() {
    try (Visit visit = fixture.visit().to("/account.html")) {
      assertThat(visit.at("#login-login")).isFocused();
      visit.page().keyboard().type(handle);
      visit.page().keyboard().press("Tab");
      visit.page().keyboard().type(People.PASSWORD);
      visit.page().keyboard().press("Enter");
      assertThat(visit.at("h1")).isFocused();

      visit.page().keyboard().press("Tab");
      visit.page().keyboard().press("Tab");
      visit.page().keyboard().press("Enter");
      assertThat(visit.at("#view-password")).isVisible();

      visit.at(".self").focus();
      visit.page().keyboard().press("Enter");
      visit.button("Log out").focus();
      visit.page().keyboard().press("Space");
      assertThat(visit.at("#login-login")).isFocused();
    }
  }

  @Test
  void thePageThatAskedForALogInIsComeBackTo() {
    try (Visit visit = fixture.visit().to("/docs?x=1#here")) {
      visit.at(".person a").click();
      visit.logIn(handle, People.PASSWORD);

      assertThat(visit.page()).hasURL(visit.base() + "/docs?x=1#here");
      assertThat(visit.at(".self")).isVisible();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/..//evil.example/",
        "/\t/evil.example/",
        "javascript:alert(1)",
        "/account.html?return=x"
      })
  void nobodyIsLedElsewhere(String address) {
    try (Visit visit = fixture.visit()) {
      String asked = URLEncoder.encode(address, StandardCharsets.UTF_8);
      visit.to("/account.html?return=" + asked + "#login").logIn(handle, People.PASSWORD);

      visit.page().waitForURL(url -> !url.endsWith("#login"));
      Assertions.assertThat(visit.page().url()).startsWith(visit.base() + "/");
    }
  }

  @Test
  void aLetterSetsANewPasswordAndItsTokenStaysOutOfTheAddress() {
    String forgetful = fixture.registered();
    String token = Letters.token(fixture.program().database(), forgetful);
    try (Visit visit = fixture.visit().to("/account.html#reset=" + token)) {
      assertThat(visit.page()).hasURL(visit.base() + "/account.html#reset");
      visit.at("#reset-password").fill("canary another password");
      visit.at("#reset-form button[type=submit]").click();
      assertThat(visit.at("#notice")).containsText("Your new password is set");

      visit.logIn(forgetful, "canary another password");
      assertThat(visit.at("#view-me")).isVisible();
    }
  }

  @Test
  void whoForgotIsToldTheSameWhetherTheAddressIsKnownOrNot() {
    for (String address : new String[] {People.address(handle), "nobody@canary.example"}) {
      try (Visit visit = fixture.visit().as("mail").to("/account.html#forgot")) {
        visit.at("#forgot-email").fill(address);
        visit.at("#forgot-form button[type=submit]").click();

        assertThat(visit.at("#notice")).containsText("If an account has this address");
      }
    }
  }
}

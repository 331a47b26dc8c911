package io.foyer.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import io.foyer.ProgramFixture;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.vertx.core.json.JsonObject;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One's own account, and other people's, on two nodes that share a database. */
@TestInstance(Lifecycle.PER_CLASS)
final class AccountPageIT {
  private static final String MARKUP = "<img src=x onerror=\"window.hit=1\"><b>&amp;";

  @RegisterExtension final PageFixture fixture = PageFixture.open("page_account");
  private String there;

  @BeforeAll
  void second() throws Exception {
    there = fixture.secondNode();
  }

  @Test
  void twoBrowsersOnTwoNodesSeeOneAccount() {
    String handle = fixture.registered();
    try (Visit one = fixture.visit().entered(handle);
        Visit other = fixture.visitOf(there).entered(handle)) {
      one.at("#profile-name").fill("Grace Hopper");
      one.at("#profile-form button[type=submit]").click();
      assertThat(one.at("h1")).hasText("Grace Hopper");

      other.looksUntil(answer -> answer.text().contains("Grace Hopper"));
      assertThat(other.at("h1")).hasText("Grace Hopper");
      assertThat(other.at(".who-name")).hasText("Grace Hopper");

      // And a password that is changed on one ends the session on the other
      one.to("/account.html#password");
      one.at("#password-current").fill(People.PASSWORD);
      one.at("#password-password").fill("canary new password");
      one.at("#password-form button[type=submit]").click();
      assertThat(one.at(".message")).containsText("Your password is changed");
      other.looksAndIsOut();

      other.logIn(handle, "canary new password");
      assertThat(other.at("#view-me")).isVisible();
    }
  }

  @Test
  void aWrongPresentPasswordIsSaidAtItsField() {
    try (Visit visit = fixture.visit().entered(fixture.registered()).to("/account.html#password")) {
      visit.at("#password-current").fill("not my password");
      visit.at("#password-password").fill("canary new password");
      visit.at("#password-form button[type=submit]").click();

      assertThat(visit.at("#password-current-wrong")).hasText("This is not the current password.");
      assertThat(visit.at("#password-current")).isFocused();
    }
  }

  @Test
  void anAddressIsChangedWithThePassword() {
    String handle = fixture.registered();
    String address = People.address("new" + handle);
    try (Visit visit = fixture.visit().entered(handle)) {
      visit.at("#email-email").fill(address);
      visit.at("#email-password").fill(People.PASSWORD);
      visit.at("#email-form button[type=submit]").click();
      assertThat(visit.at(".message")).containsText("changed");

      visit.page().reload();
      assertThat(visit.at("#email-email")).hasValue(address);
    }
  }

  @Test
  void anotherSessionIsListedAndEnded() {
    String handle = fixture.registered();
    try (Visit mine = fixture.visit().entered(handle);
        Visit lost = fixture.visitOf(there).entered(handle)) {
      mine.to("/account.html#sessions");
      assertThat(mine.at("#sessions .entry")).hasCount(2);
      assertThat(mine.at("#sessions .entry").first()).containsText("this one");
      assertThat(mine.at("#sessions .entry").last()).containsText("Chromium on Linux");

      mine.at("#sessions .entry").last().locator("button").click();
      assertThat(mine.at("#sessions .entry")).hasCount(1);

      // The other learns of it by its next call
      lost.at("#profile-name").fill("Too late");
      lost.at("#profile-form button[type=submit]").click();
      assertThat(lost.at("#view-login")).isVisible();
      assertThat(lost.at("#notice")).containsText("Your log-in was ended");
      Assertions.assertThat(mine.lookAgain().status()).isEqualTo(200);
      assertThat(mine.at(".self")).isVisible();
    }
  }

  @Test
  void loggingOutEverywhereIsAskedForAndHolds() {
    String handle = fixture.registered();
    try (Visit mine = fixture.visit().entered(handle);
        Visit other = fixture.visitOf(there).entered(handle)) {
      mine.to("/account.html#sessions");
      mine.button("Log out everywhere").click();
      mine.page().keyboard().press("Escape");
      assertThat(mine.at("#confirm")).isHidden();
      mine.button("Log out everywhere").click();
      mine.at("#confirm-yes").click();

      assertThat(mine.at("#view-login")).isVisible();
      other.looksAndIsOut();
    }
  }

  @Test
  void aTabHearsOfALogOutInAnother() {
    try (Visit visit = fixture.visit().entered(fixture.registered())) {
      var second = visit.context().newPage();
      second.navigate(visit.base() + "/docs");
      assertThat(second.locator(".self")).isVisible();

      visit.logOut();

      assertThat(second.locator(".person")).hasText("Log in");
    }
  }

  @Test
  void everyPageSaysThatALogInWasEnded() {
    String handle = fixture.registered();
    try (Visit visit = fixture.visitOf(there).entered(handle).to("/docs")) {
      assertThat(visit.at(".self")).isVisible();
      Somebody program = fixture.people().entered(handle, People.PASSWORD);
      Assertions.assertThat(
              fixture.people().call("DELETE", "/api/v2/sessions", program.bearer()).statusCode())
          .isEqualTo(204);

      visit.looksUntil(answer -> answer.status() == 401);

      assertThat(visit.at(".message")).containsText("Your log-in was ended");
      assertThat(visit.at(".person")).hasText("Log in");
    }
  }

  @Test
  void namesOfMarkupStayText() {
    Somebody rascal = fixture.people().somebody();
    Assertions.assertThat(
            fixture
                .people()
                .call(
                    "PATCH",
                    "/api/v2/accounts/me",
                    rascal.bearer(),
                    new JsonObject().put("name", MARKUP).put("about", MARKUP))
                .statusCode())
        .isEqualTo(200);
    try (Visit visit = fixture.visit().entered(rascal.handle());
        Visit admin = fixture.visit()) {
      assertThat(visit.at("h1")).hasText(MARKUP);
      assertThat(visit.at(".who-name")).hasText(MARKUP);
      Assertions.assertThat(visit.page().evaluate("window.hit")).isNull();

      people(admin).fill(rascal.handle());
      assertThat(admin.at("#people .entry")).hasCount(1);
      assertThat(admin.at("#people bdi").first()).hasText(MARKUP);
      Assertions.assertThat(admin.page().evaluate("window.hit")).isNull();
    }
  }

  @Test
  void anAdminGivesARoleAndDisables() {
    String handle = fixture.registered();
    try (Visit visit = fixture.visitOf(there).entered(handle);
        Visit admin = fixture.visit()) {
      assertThat(visit.at(".rail .for-admins")).isHidden();
      people(admin).fill(handle);
      Locator entry = admin.at("#people .entry");
      assertThat(entry).hasCount(1);
      entry.locator("button").click();
      admin.at("#person-role").selectOption("bot");
      admin.at("#person-disabled").check();
      admin.at("#person-form button[type=submit]").click();

      assertThat(entry).containsText("bot");
      assertThat(entry).containsText("disabled");
      visit.looksAndIsOut();
      visit.logIn(handle, People.PASSWORD);
      assertThat(visit.at("#login-form .alert")).containsText("wrong");
    }
  }

  @Test
  void theLastWhoAdministersStays() {
    try (Visit admin = fixture.visit()) {
      people(admin).fill("root");
      assertThat(admin.at("#people .entry")).hasCount(1);
      admin.at("#people .entry button").click();
      admin.at("#person-role").selectOption("user");
      admin.at("#person-form button[type=submit]").click();

      assertThat(admin.at("#person-form .alert")).hasText("This is the last who administers.");
    }
  }

  @Test
  void aStrangerWhoAsksForAViewIsLedThereAfterTheLogIn() {
    String handle = fixture.registered();
    try (Visit visit = fixture.visit().to("/account.html#sessions")) {
      visit.logIn(handle, People.PASSWORD);

      assertThat(visit.at("#view-sessions")).isVisible();
      visit.page().goBack();
      assertThat(visit.at("#view-login")).isHidden();
    }
  }

  /** The field that searches people. */
  private static Locator people(Visit admin) {
    admin.loggedIn("root", ProgramFixture.secret("ADMIN_PASSWORD")).to("/admin.html");
    return admin.at("#people-query");
  }
}

package io.foyer.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Route;
import com.microsoft.playwright.Route.FulfillOptions;
import io.foyer.testing.People;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person reads when a call fails, whoever failed it. */
@TestInstance(Lifecycle.PER_CLASS)
final class TroublePageIT {
  private static final String SESSIONS = "**/api/v2/sessions";

  @RegisterExtension final PageFixture fixture = PageFixture.open("page_trouble");
  private final String handle = fixture.registered();

  @Test
  void tooOftenSaysWhenToTryAgainAndSendsNothingBefore() {
    try (Visit visit = fixture.visit().to("/account.html#login")) {
      AtomicInteger sent = new AtomicInteger();
      visit
          .page()
          .route(
              SESSIONS,
              route -> {
                sent.incrementAndGet();
                route.fulfill(
                    answer(429, "application/problem+json", "{\"detail\": \"Too many.\"}")
                        .setHeaders(Map.of("Retry-After", "3")));
              });

      visit.logIn(handle, People.PASSWORD);
      assertThat(visit.at("#login-form .alert")).hasText("Too many. Try again in 3 seconds.");
      visit.at("#login-form button[type=submit]").click();

      Assertions.assertThat(sent).hasValue(1);
      assertThat(visit.at("#login-form .alert")).hasText("You can try again now.");
      visit.page().unroute(SESSIONS);
      visit.at("#login-form button[type=submit]").click();
      assertThat(visit.at("#view-me")).isVisible();
    }
  }

  @Test
  void offlineIsSaid() {
    try (Visit visit = fixture.visit().to("/account.html#login")) {
      visit.context().setOffline(true);
      assertThat(visit.at(".offline")).containsText("You are offline");

      visit.logIn(handle, People.PASSWORD);
      assertThat(visit.at("#login-form .alert")).hasText("You are offline. Nothing was sent.");

      visit.context().setOffline(false);
      assertThat(visit.at(".offline")).isHidden();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          502 | text/html                | <h1>Bad Gateway</h1>                  | Foyer cannot do that just now.
          500 | application/problem+json | {"detail":"Oh.","id":"7f"}            | Oh. It is logged as 7f.
          400 | application/json         | {"detail":{"a":1},"errors":[{"b":2}]} | That was refused.
          403 | application/json         | null                                  | Your account may not do that.
          200 | text/html                | <p>a captive portal</p>               | The answer cannot be read.
          """)
  void whateverAnswersIsReadable(int status, String type, String body, String shown) {
    try (Visit visit = fixture.visit().to("/account.html#login")) {
      visit.page().route(SESSIONS, route -> route.fulfill(answer(status, type, body)));

      visit.logIn(handle, People.PASSWORD);

      assertThat(visit.at("#login-form .alert")).hasText(shown);
    }
  }

  @Test
  void aDoubleClickSendsOnce() {
    try (Visit visit = fixture.visit().to("/account.html#login")) {
      AtomicInteger sent = new AtomicInteger();
      Route[] held = new Route[1];
      visit
          .page()
          .route(
              SESSIONS,
              route -> {
                sent.incrementAndGet();
                held[0] = route;
              });
      visit.logIn(handle, People.PASSWORD);
      visit.at("#login-form button[type=submit]").dispatchEvent("click");
      visit.at("#login-password").press("Enter");
      assertThat(visit.at("#login-form")).hasAttribute("aria-busy", "true");

      held[0].resume();

      assertThat(visit.at("#view-me")).isVisible();
      Assertions.assertThat(sent).hasValue(1);
    }
  }

  @Test
  void aPasswordIsShownOnlyUntilItIsSent() {
    try (Visit visit = fixture.visit().to("/account.html#login")) {
      visit.at("#login-password").fill("wrong password");
      visit.button("Show password").click();
      assertThat(visit.at("#login-password")).hasAttribute("type", "text");

      visit.logIn(handle, "wrong password");

      assertThat(visit.at("#login-password")).hasAttribute("type", "password");
    }
  }

  private static FulfillOptions answer(int status, String type, String body) {
    return new FulfillOptions().setStatus(status).setContentType(type).setBody(body);
  }
}

package io.foyer.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.RequestOptions;
import io.foyer.testing.People;
import io.foyer.testing.TestTimeouts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;

/**
 * One person's browser profile with one tab. When it ends, no script may have failed in it, and
 * nothing may have offended against the Content-Security-Policy.
 */
public final class Visit implements AutoCloseable {
  /** What the browser itself remarks on every answer that is not 2xx. */
  private static final String REMARK = "Failed to load resource";

  private static final int HEIGHT = 740;

  /** Before it is drawn, the page's own scripts have heard of a new width. */
  private static final String NEXT_FRAME = "() => new Promise(requestAnimationFrame)";

  /** What stands before them in a page. */
  private static final String CAPABILITIES = "<meta name=\"foyer\" content=\"";

  private static final String ME = "/api/v2/accounts/me";

  /** Less than what a node remembers of a log-in: it must hear of a change, not forget it. */
  private static final Duration SOON = Duration.ofSeconds(20);

  /** A tab asks at most every two seconds. */
  private static final String COMEBACK =
      """
      () => {
        const now = Date.now;
        Date.now = () => now() + 2_100;
        window.dispatchEvent(new Event("focus"));
      }\
      """;

  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final BrowserContext context;
  private final String base;
  private final Page page;

  Visit(BrowserContext context, String base) {
    this.context = context;
    this.base = base;
    context.setDefaultTimeout((double) TestTimeouts.PLAYWRIGHT.toMillis());
    this.page = watched(context.newPage());
  }

  private Page watched(Page tab) {
    tab.onPageError(complaints::add);
    tab.onConsoleMessage(
        message -> {
          if (message.type().equals("error") && !message.text().startsWith(REMARK)) {
            complaints.add(message.text());
          }
        });
    return tab;
  }

  Page page() {
    return page;
  }

  BrowserContext context() {
    return context;
  }

  /** What went wrong in the scripts, and what the policy refused. */
  List<String> complaints() {
    return complaints;
  }

  /** What a browser remarks on a socket that was not opened is no fault of the page. */
  public void pardonLostSockets() {
    complaints.removeIf(it -> it.startsWith("WebSocket connection"));
  }

  Visit to(String path) {
    page.navigate(base + path);
    return this;
  }

  String base() {
    return base;
  }

  /** Whatever a CSS selector finds in the page. */
  public Locator at(String selector) {
    return page.locator(selector);
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Visit logIn(String handle, String password) {
    at("#login-login").fill(handle);
    at("#login-password").fill(password);
    at("#login-form button[type=submit]").click();
    return this;
  }

  /** Logs out by the account's menu. */
  Visit logOut() {
    at(".self").click();
    button("Log out").click();
    return this;
  }

  /** Shows the pages as an installation with one more capability has them. */
  Visit as(String capability) {
    page.route(
        "**/*.html",
        route -> {
          String page = route.fetch().text();
          route.fulfill(
              new Route.FulfillOptions()
                  .setContentType("text/html; charset=utf-8")
                  .setBody(page.replace(CAPABILITIES, CAPABILITIES + capability + " ")));
        });
    return this;
  }

  /** Logs in without the form: with the cookie and the remark that the form would leave behind. */
  public Visit loggedIn(String handle, String password) {
    Map<String, String> form = Map.of("login", handle, "password", password, "carrier", "cookie");
    APIResponse answer =
        context.request().post(base + "/api/v2/sessions", RequestOptions.create().setData(form));
    Assertions.assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    to("/icon.svg").page.evaluate("localStorage.setItem('foyer.session', 'in')");
    return this;
  }

  /** The same with the password of everybody. */
  Visit loggedIn(String handle) {
    return loggedIn(handle, People.PASSWORD);
  }

  /** Somebody who is logged in and looks at the account. */
  Visit entered(String handle) {
    loggedIn(handle).to("/account.html");
    assertThat(at("#view-me")).isVisible();
    return this;
  }

  /** Shows the page in another light and width from now on. */
  Visit look(ColorScheme light, int width) {
    page.emulateMedia(
        new Page.EmulateMediaOptions()
            .setColorScheme(light)
            .setReducedMotion(ReducedMotion.REDUCE));
    page.setViewportSize(width, HEIGHT);
    page.evaluate(NEXT_FRAME);
    return this;
  }

  /** As if the person came back to this tab; returns the answer who is logged in. */
  Response lookAgain() {
    return page.waitForResponse(it -> it.url().endsWith(ME), () -> page.evaluate(COMEBACK));
  }

  /** The same until the answer is this. */
  void looksUntil(Predicate<Response> expected) {
    Awaitility.await()
        .atMost(SOON)
        .pollInSameThread() // the browser belongs to this one
        .until(() -> expected.test(lookAgain()));
  }

  /** Comes back to find that the log-in was ended. */
  void looksAndIsOut() {
    looksUntil(answer -> answer.status() == 401);
    assertThat(at("#view-login")).isVisible();
    assertThat(at("#notice")).containsText("Your log-in was ended");
  }

  @Override
  public void close() {
    context.close();
    Assertions.assertThat(complaints).isEmpty();
  }
}

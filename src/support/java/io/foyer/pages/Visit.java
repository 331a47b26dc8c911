package io.foyer.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.foyer.testing.People;
import io.foyer.testing.TestTimeouts;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.Assertions;

/**
 * One person's browser profile with one tab. When it ends, no script may have failed in it, and
 * nothing may have offended against the Content-Security-Policy.
 */
public final class Visit implements AutoCloseable {
  /** What the browser itself remarks on every answer that is not 2xx. */
  private static final String REMARK = "Failed to load resource";

  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final BrowserContext context;
  private final String base;
  private final Page page;

  Visit(BrowserContext context, String base) {
    this.context = context;
    this.base = base;
    context.setDefaultTimeout(TestTimeouts.PLAYWRIGHT.toMillis());
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

  /** Logs in and waits until the account is shown. */
  Visit entered(String handle) {
    to("/account.html#login").logIn(handle, People.PASSWORD);
    assertThat(at("#view-me")).isVisible();
    return this;
  }

  /** As if the person came back to this tab. */
  Visit lookAgain() {
    page.waitForTimeout(2_100); // a tab asks at most every two seconds
    page.evaluate("window.dispatchEvent(new Event('focus'))");
    return this;
  }

  @Override
  public void close() {
    context.close();
    Assertions.assertThat(complaints).isEmpty();
  }
}

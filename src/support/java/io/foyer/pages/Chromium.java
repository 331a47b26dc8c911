package io.foyer.pages;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import io.foyer.testing.Needs;
import io.foyer.testing.Services;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The real browser of this JVM: started by the first test that needs it, used by one test at a
 * time, closed when the JVM ends.
 */
public final class Chromium {
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private static @Nullable Chromium running;

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** The browser; a new one where there was none or it crashed. */
  public static synchronized Chromium get() {
    Chromium found = running;
    if (found == null || !found.browser.isConnected()) {
      found = start();
      running = found;
    }
    return found;
  }

  private static Chromium start() {
    Path binary = Needs.of("Chromium", Services.find().chromium());
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(new LaunchOptions().setExecutablePath(binary).setArgs(ARGUMENTS));
    Chromium started = new Chromium(playwright, browser);
    Runtime.getRuntime().addShutdownHook(new Thread(started::close, "close-chromium"));
    return started;
  }

  /** A new browser profile at a base URL, such as {@code http://127.0.0.1:8080}. */
  public Visit visit(String base) {
    return new Visit(browser.newContext(), base);
  }

  private void close() {
    browser.close();
    playwright.close();
  }
}

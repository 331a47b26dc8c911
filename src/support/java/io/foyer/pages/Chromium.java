package io.foyer.pages;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import io.foyer.testing.Needs;
import io.foyer.testing.Services;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real browser. Everything in here belongs to the thread that opened it. */
public final class Chromium implements AutoCloseable {
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts it. */
  public static Chromium open() {
    Path binary = Needs.of("Chromium", Services.find().chromium());
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(new LaunchOptions().setExecutablePath(binary).setArgs(ARGUMENTS));
    return new Chromium(playwright, browser);
  }

  /** A new browser profile at a house, such as {@code http://127.0.0.1:8080}. */
  public Visit visit(String base) {
    return visit(base, new NewContextOptions());
  }

  Visit visit(String base, NewContextOptions options) {
    return new Visit(browser.newContext(options), base);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}

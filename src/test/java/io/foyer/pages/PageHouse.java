package io.foyer.pages;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import io.foyer.House;
import io.foyer.testing.People;
import io.foyer.testing.Ports;
import io.foyer.testing.Services;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A house, and a real browser before it. Without a browser on this machine the test is skipped and
 * says what is missing. Everything in here belongs to the thread that opened it. As a registered
 * extension of a test class that has one instance it closes with the class.
 */
final class PageHouse implements AutoCloseable, AfterAllCallback {
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final House house;
  private final Playwright playwright;
  private final Browser browser;
  private final String base;

  private PageHouse(House house, Playwright playwright, Browser browser, String base) {
    this.house = house;
    this.playwright = playwright;
    this.browser = browser;
    this.base = base;
  }

  static PageHouse open(String name) {
    int port = Ports.free();
    return open(name, address(port), at(port));
  }

  /** The same with its pages at {@code base}, where something leads to the nodes. */
  static PageHouse open(String name, String base, Map<String, String> settings) {
    Optional<Path> chromium = Services.find().chromium();
    Assumptions.assumeTrue(
        chromium.isPresent(), "no browser: run 'scripts/services up chromium' first");
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new LaunchOptions().setExecutablePath(chromium.orElseThrow()).setArgs(ARGUMENTS));
    return new PageHouse(House.open(name, settings), playwright, browser, base);
  }

  /** Pages are used where they say they are: cookies and origins rest on it. */
  private static Map<String, String> at(int port) {
    return Map.of("HTTP_ADDR", "127.0.0.1:" + port, "PUBLIC_URL", address(port));
  }

  private static String address(int port) {
    return "http://127.0.0.1:" + port;
  }

  House house() {
    return house;
  }

  /** People at the first node's API. */
  People people() {
    return new People(house.node().port());
  }

  /** Somebody new; returns the handle. */
  String registered() {
    String handle = People.unused();
    people().registered(handle);
    return handle;
  }

  /** One more node on the same database; its address. */
  String secondNode() throws Exception {
    int port = Ports.free();
    house.node(at(port));
    return address(port);
  }

  /** A new browser profile at the first node. */
  Visit visit() {
    return visit(new NewContextOptions());
  }

  Visit visit(NewContextOptions options) {
    return new Visit(browser.newContext(options), base);
  }

  /** A new browser profile at another node. */
  Visit visitOf(String node) {
    return new Visit(browser.newContext(), node);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
    house.close();
  }
}

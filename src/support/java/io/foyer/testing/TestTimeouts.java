package io.foyer.testing;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * The default timeouts of Awaitility and of Playwright's assertions, set once per test process.
 * They are long because a busy machine must not fail a test, and a wait that succeeds costs
 * nothing.
 */
public final class TestTimeouts implements LauncherSessionListener {
  /** How long {@code await()} waits for a condition. */
  public static final Duration AWAITILITY = Duration.ofSeconds(60);

  /** How long Playwright waits for an element, a navigation or an assertion. */
  public static final Duration PLAYWRIGHT = Duration.ofSeconds(30);

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(AWAITILITY);
    PlaywrightAssertions.setDefaultAssertionTimeout((double) PLAYWRIGHT.toMillis());
  }
}

package io.foyer.testing;

import java.util.Optional;
import org.opentest4j.TestAbortedException;

/**
 * Finds what a test cannot do without, such as a browser. A missing one fails the test where {@code
 * CI=true}, and otherwise skips it with a message that names the missing thing.
 */
public final class Needs {
  private Needs() {}

  /** Returns {@code found}; without it, fails or aborts the calling test. */
  public static <T> T of(String name, Optional<T> found) {
    return of(name, found, "true".equals(System.getenv("CI")));
  }

  static <T> T of(String name, Optional<T> found, boolean inCi) {
    if (found.isPresent()) {
      return found.get();
    }
    String message = "missing: " + name + " ('make services' installs what it can)";
    if (inCi) {
      throw new AssertionError(message);
    }
    throw new TestAbortedException(message);
  }
}

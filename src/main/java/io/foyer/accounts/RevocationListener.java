package io.foyer.accounts;

import java.util.Set;

/** Receives ended sessions, to close their long-lived connections. */
@FunctionalInterface
public interface RevocationListener {
  /**
   * These sessions have ended. Called on any event loop; must not block. Hears of a session once.
   */
  void ended(Set<String> sessionIds);
}

package io.foyer.accounts;

import java.util.Set;

/** Told of sessions that have ended, so that whatever lives longer than a request closes too. */
@FunctionalInterface
public interface RevocationListener {
  /**
   * These sessions have ended. Called on any event loop; must not block. Hears of a session once.
   */
  void ended(Set<String> sessionIds);
}

package io.foyer.accounts;

import java.util.Set;

/** Told of sessions that have ended, so that whatever lives longer than a request closes too. */
@FunctionalInterface
public interface RevocationListener {
  /**
   * These sessions have ended. Called on the context that reads revocations; must not block, and
   * may hear of the same session again.
   */
  void ended(Set<String> sessionIds);
}

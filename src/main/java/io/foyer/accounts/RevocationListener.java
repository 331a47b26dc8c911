package io.foyer.accounts;

import java.util.Set;

/** Receives ended sessions, to close their long-lived connections. */
@FunctionalInterface
public interface RevocationListener {
  /** Called once for each ended session, on any event loop; must not block. */
  void ended(Set<String> sessionIds);
}

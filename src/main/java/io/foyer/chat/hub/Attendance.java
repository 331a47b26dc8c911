package io.foyer.chat.hub;

import java.util.HashMap;
import java.util.Map;

/** Who is connected to this node. Guarded by {@link People}. */
final class Attendance {
  private final Map<String, Count> counts = new HashMap<>();

  /**
   * The connections of one person.
   *
   * @param away of them
   */
  private record Count(int connections, int away) {
    private Count plus(int more, int moreAway) {
      return new Count(connections + more, away + moreAway);
    }
  }

  /** Connections came or went, or their people did. */
  void change(String account, int connections, int away) {
    counts.compute(
        account,
        (name, known) -> {
          Count now = (known == null ? new Count(0, 0) : known).plus(connections, away);
          return now.connections() <= 0 ? null : now;
        });
  }

  Presence of(String account) {
    Count count = counts.get(account);
    if (count == null) {
      return Presence.OFFLINE;
    }
    return count.away() < count.connections() ? Presence.ONLINE : Presence.AWAY;
  }
}

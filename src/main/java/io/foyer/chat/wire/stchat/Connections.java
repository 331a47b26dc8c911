package io.foyer.chat.wire.stchat;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** How many connections each client address holds. Belongs to one event loop. */
final class Connections {
  private final int most;
  private final Map<InetAddress, Integer> held = new HashMap<>();

  Connections(int most) {
    this.most = most;
  }

  /** Counts one more, if there may be. */
  boolean add(InetAddress address) {
    int now = held.getOrDefault(address, 0);
    if (now < most) {
      held.put(address, now + 1);
    }
    return now < most;
  }

  void remove(InetAddress address) {
    held.computeIfPresent(address, (same, now) -> now == 1 ? null : now - 1);
  }
}

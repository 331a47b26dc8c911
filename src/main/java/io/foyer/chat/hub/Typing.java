package io.foyer.chat.hub;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who is writing where. Told when it begins and when it ends; ends by itself. Safe for use by many
 * threads.
 */
final class Typing {
  private static final long LASTS_NANOS = 7_000_000_000L;
  private static final long RENEWED_NANOS = 2_000_000_000L;

  private final Map<Who, State> states = new HashMap<>();
  private final LongSupplier nanos;

  /** Somebody in a room. */
  record Who(String room, String account) {}

  /**
   * Something to tell.
   *
   * @param here whether the room's watchers on this node are to hear it
   * @param elsewhere whether the other nodes are
   */
  record News(Who who, boolean typing, boolean here, boolean elsewhere) {}

  private static final class State {
    private boolean typing;
    private boolean told;
    private boolean own;
    private boolean renewed;
    private long until;
    private long toldAt;
  }

  Typing(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Somebody on this node. */
  void here(String room, String account, boolean typing) {
    put(new Who(room, account), typing, true);
  }

  /** Somebody on another node. */
  void elsewhere(String room, String account, boolean typing) {
    put(new Who(room, account), typing, false);
  }

  private synchronized void put(Who who, boolean typing, boolean own) {
    if (!typing && !states.containsKey(who)) {
      return;
    }
    State state = states.computeIfAbsent(who, it -> new State());
    state.typing = typing;
    state.own = own;
    state.renewed = true;
    state.until = nanos.getAsLong() + LASTS_NANOS;
  }

  /** What is to be told now. */
  synchronized List<News> turn() {
    if (states.isEmpty()) {
      return List.of();
    }
    long now = nanos.getAsLong();
    List<News> news = new ArrayList<>();
    for (Iterator<Map.Entry<Who, State>> it = states.entrySet().iterator(); it.hasNext(); ) {
      Map.Entry<Who, State> entry = it.next();
      State state = entry.getValue();
      state.typing &= now - state.until < 0;
      boolean changed = state.typing != state.told;
      boolean again =
          state.typing && state.renewed && now - state.toldAt > RENEWED_NANOS; // or others forget
      if (changed || (again && state.own)) {
        news.add(new News(entry.getKey(), state.typing, changed, state.own));
        state.toldAt = now;
        state.renewed = false;
        state.told = state.typing;
      }
      if (!state.typing) {
        it.remove();
      }
    }
    return news;
  }
}

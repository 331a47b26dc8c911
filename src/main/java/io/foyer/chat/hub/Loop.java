package io.foyer.chat.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** One event loop, and the seats on it whose sockets are full. Belongs to that loop. */
final class Loop {
  private final Executor executor;
  private List<HubSeat> full = new ArrayList<>();

  /**
   * A loop.
   *
   * @param executor runs what it is given on that event loop, from any thread
   */
  Loop(Executor executor) {
    this.executor = executor;
  }

  void execute(Runnable task) {
    executor.execute(task);
  }

  /** A seat waits for its socket. */
  void full(HubSeat seat) {
    full.add(seat);
  }

  /** Looks after those who wait; from any thread. */
  void look() {
    executor.execute(this::lookNow);
  }

  private void lookNow() {
    List<HubSeat> looked = full;
    full = new ArrayList<>();
    looked.forEach(HubSeat::look);
  }
}

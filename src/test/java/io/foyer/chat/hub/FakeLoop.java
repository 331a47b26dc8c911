package io.foyer.chat.hub;

import java.util.ArrayDeque;
import java.util.Deque;

/** An event loop that turns when a test says so. */
final class FakeLoop {
  private final Deque<Runnable> tasks = new ArrayDeque<>();

  void execute(Runnable task) {
    tasks.addLast(task);
  }

  /** Takes one task; returns whether there was one. */
  boolean turn() {
    Runnable task = tasks.pollFirst();
    if (task != null) {
      task.run();
    }
    return task != null;
  }
}

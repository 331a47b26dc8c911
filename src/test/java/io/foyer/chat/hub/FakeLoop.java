package io.foyer.chat.hub;

import java.util.ArrayDeque;
import java.util.Deque;

/** An event loop that turns when a test says so. */
final class FakeLoop {
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private boolean turning;

  void execute(Runnable task) {
    tasks.addLast(task);
  }

  /** Whether what happens now happens on it. */
  boolean turning() {
    return turning;
  }

  /** Takes one task; returns whether there was one. */
  boolean turn() {
    Runnable task = tasks.pollFirst();
    if (task != null) {
      turning = true;
      task.run();
      turning = false;
    }
    return task != null;
  }
}

package io.foyer.chat.hub;

/** A clock that calls back. */
interface Later {
  /** Runs {@code action} once, on any thread. */
  void after(int millis, Runnable action);
}

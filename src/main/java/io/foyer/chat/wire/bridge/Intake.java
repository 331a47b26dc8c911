package io.foyer.chat.wire.bridge;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Messages of one client that wait: until it is known who he is, or until he reads. Bounded. */
final class Intake {
  private static final int MOST_MESSAGES = 16_384;
  private static final int MOST_CHARACTERS = 1_048_576;

  private final Deque<String> waiting = new ArrayDeque<>(2);
  private int characters;

  /** Puts a message at the end; false where too much waits. */
  boolean add(String message) {
    if (waiting.size() == MOST_MESSAGES || characters + message.length() > MOST_CHARACTERS) {
      return false;
    }
    characters += message.length();
    return waiting.add(message);
  }

  /** The oldest, which waits no longer. */
  Optional<String> next() {
    Optional<String> next = Optional.ofNullable(waiting.poll());
    next.ifPresent(message -> characters -= message.length());
    return next;
  }
}

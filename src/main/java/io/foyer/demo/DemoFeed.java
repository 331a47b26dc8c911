package io.foyer.demo;

import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Event feed of the live page: replays the last 50 events to a new subscriber and publishes each
 * new one. An event with a known id replaces the earlier one. Thread-safe.
 */
final class DemoFeed {
  private static final int MOST_EVENTS = 50;
  private static final int MOST_READERS = 32;

  private final Deque<JsonObject> events = new ArrayDeque<>();
  private final List<Reader> readers = new ArrayList<>();
  private boolean closed;

  /** A subscriber; called in the order of the events, must not block. */
  interface Reader extends Consumer<JsonObject> {
    /** There will be no more. */
    void end();
  }

  /** Publishes an event to all subscribers. */
  synchronized void publish(JsonObject event) {
    events.removeIf(known -> known.getString("id").equals(event.getString("id")));
    if (events.size() == MOST_EVENTS) {
      events.removeFirst();
    }
    events.addLast(event);
    readers.forEach(reader -> reader.accept(event));
  }

  /** Subscribes {@code reader}, replaying the recent events; false at the limit of subscribers. */
  synchronized boolean join(Reader reader) {
    if (closed || readers.size() == MOST_READERS) {
      return false;
    }
    events.forEach(reader);
    return readers.add(reader);
  }

  synchronized void leave(Reader reader) {
    readers.remove(reader);
  }

  /** The event of this id, if it is among the last. */
  synchronized Optional<JsonObject> find(String key, @Nullable String value) {
    return events.stream().filter(event -> event.getString(key, "").equals(value)).findFirst();
  }

  /** Ends every reader's stream. */
  synchronized void close() {
    closed = true;
    List.copyOf(readers).forEach(Reader::end);
    readers.clear();
  }
}

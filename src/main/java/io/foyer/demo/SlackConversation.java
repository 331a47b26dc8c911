package io.foyer.demo;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A direct message conversation with its last thousand messages, newest first. */
final class SlackConversation {
  private static final int MOST = 1_000;

  private final String id;
  private final SlackClock clock;
  private final Deque<JsonObject> messages = new ArrayDeque<>();
  private long openAgainAt = System.nanoTime();

  SlackConversation(String id, SlackClock clock) {
    this.id = id;
    this.clock = clock;
  }

  String id() {
    return id;
  }

  /** The new message's timestamp; empty if the last one was less than {@code rest} ago. */
  synchronized Optional<String> post(JsonObject message, Duration rest) {
    long now = System.nanoTime();
    if (openAgainAt - now > 0 && rest.isPositive()) {
      return Optional.empty();
    }
    openAgainAt = now + rest.toNanos();
    String ts = clock.next();
    messages.addFirst(message.copy().put("type", "message").put("ts", ts));
    if (messages.size() > MOST) {
      messages.removeLast();
    }
    return Optional.of(ts);
  }

  /** The messages after {@code oldest} (all if empty); metadata only where it was asked for. */
  synchronized List<JsonObject> since(String oldest, boolean metadata) {
    BigDecimal from =
        oldest.matches("\\d{1,12}(\\.\\d{1,6})?") ? new BigDecimal(oldest) : BigDecimal.ZERO;
    return messages.stream()
        .filter(message -> new BigDecimal(message.getString("ts")).compareTo(from) > 0)
        .map(message -> metadata ? message : without(message))
        .toList();
  }

  private static JsonObject without(JsonObject message) {
    JsonObject copy = message.copy();
    copy.remove("metadata");
    return copy;
  }
}

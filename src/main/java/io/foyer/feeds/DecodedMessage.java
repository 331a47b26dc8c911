package io.foyer.feeds;

import io.foyer.platform.nats.StreamMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A received message with its decoded values, or the decoding error.
 *
 * @param values values of the feed's columns; none if decoding failed
 * @param reason decoding error; empty if decoded
 */
record DecodedMessage(
    Feed feed, StreamMessage message, List<@Nullable Object> values, String reason) {
  DecodedMessage {
    values = Collections.unmodifiableList(new ArrayList<>(values)); // List.copyOf takes no null
  }

  /** Decodes a message with its feed's schema. */
  static DecodedMessage of(Feed feed, StreamMessage message) {
    try {
      return new DecodedMessage(
          feed, message, Arrays.asList(feed.format().read(message.payload())), "");
    } catch (Undecodable e) {
      return refused(feed, message, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) { // a mistake of ours: the others must not wait for it
      return refused(feed, message, "cannot be read: " + e);
    }
  }

  static DecodedMessage refused(Feed feed, StreamMessage message, String reason) {
    return new DecodedMessage(feed, message, List.of(), reason);
  }

  /** Nothing in any column. */
  static DecodedMessage empty(Feed feed, StreamMessage message) {
    List<Column> columns = feed.format().columns();
    return new DecodedMessage(feed, message, Collections.nCopies(columns.size(), null), "");
  }

  boolean readable() {
    return reason.isEmpty();
  }
}

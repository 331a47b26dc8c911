package io.foyer.chat;

import java.util.List;

/**
 * A page of a room's event log.
 *
 * @param events in order and without a gap
 * @param first first sequence number that this reader can still read
 * @param last last sequence number of the room
 * @param more whether there are more in this direction; the last or first number of this page is
 *     the cursor
 * @param truncated whether requested events before {@code first} are no longer kept
 */
public record History(
    List<ChatEvent> events, long first, long last, boolean more, boolean truncated) {
  /** Keeps the events from changing. */
  public History {
    events = List.copyOf(events);
  }

  /** Direction and start of a page. */
  public sealed interface Part {
    /** The newest events before a sequence number. */
    record Before(long seq) implements Part {}

    /** The oldest events after a sequence number. */
    record After(long seq) implements Part {}

    /** The newest ones. */
    Part NEWEST = new Before(Long.MAX_VALUE);
  }
}

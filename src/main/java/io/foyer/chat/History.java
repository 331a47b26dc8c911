package io.foyer.chat;

import java.util.List;

/**
 * Some of a room's log.
 *
 * @param events in order and without a gap
 * @param first the first number that this reader can still read
 * @param last the newest number of the room
 * @param more whether there are others that way; they are asked for by the number of the last, or
 *     of the first of these
 * @param truncated whether events that were asked for are no longer kept: those before {@code
 *     first}
 */
public record History(
    List<ChatEvent> events, long first, long last, boolean more, boolean truncated) {
  /** Keeps the events from changing. */
  public History {
    events = List.copyOf(events);
  }

  /** Which part. */
  public sealed interface Part {
    /** The newest ones below a number. */
    record Before(long seq) implements Part {}

    /** The oldest ones above a number. */
    record After(long seq) implements Part {}

    /** The newest ones. */
    Part NEWEST = new Before(Long.MAX_VALUE);
  }
}

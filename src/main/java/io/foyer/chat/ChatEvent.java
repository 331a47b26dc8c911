package io.foyer.chat;

import java.time.Instant;
import java.util.Locale;

/**
 * A committed event of a room's log.
 *
 * @param seq sequence number in the room: from 1, without a gap
 * @param id 24 hex digits
 * @param account author, or the account it concerns; empty for a guest
 * @param name of a guest; else empty
 * @param type type of a message: 1 text, 2 link, 3 image; else 0
 * @param body text of a message, or topic; else empty
 * @param clientId idempotency key that the sender gave; empty where none
 */
public record ChatEvent(
    String room,
    long seq,
    String id,
    Kind kind,
    String account,
    String name,
    int type,
    String body,
    String clientId,
    Instant at) {
  /** Type of an event. */
  public enum Kind {
    MESSAGE,
    JOIN,
    LEAVE,
    /** Removed by the owner or an admin. */
    REMOVED,
    TOPIC,
    ARCHIVED,
    /** A guest's connection ended. */
    EXIT;

    /** As the table and the wires have it. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of that name. */
    public static Kind of(String wire) {
      return valueOf(wire.toUpperCase(Locale.ROOT));
    }
  }

  /** Whether {@code account} is no longer a member after this. */
  public boolean takesOut(String someone) {
    return (kind == Kind.LEAVE || kind == Kind.REMOVED) && account.equals(someone);
  }
}

package io.foyer.chat;

import java.time.Instant;
import java.util.Locale;

/**
 * One committed row of a room's log.
 *
 * @param seq its number in the room: from 1, without a gap
 * @param id 24 hex digits
 * @param account who did it, or to whom it was done; empty for a guest
 * @param name of a guest; else empty
 * @param type of a message: 1 text, 2 link, 3 image; else 0
 * @param body the text, the topic; else empty
 * @param clientId what the sender called his message; empty where he called it nothing
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
  /** What happened. */
  public enum Kind {
    MESSAGE,
    JOIN,
    LEAVE,
    /** Somebody else took him out. */
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

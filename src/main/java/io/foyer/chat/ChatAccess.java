package io.foyer.chat;

import java.util.Locale;

/** Access mode of a room: who may join without an admin. */
public enum ChatAccess {
  /** Public: every account sees it and may join; members read the whole history. */
  PUBLIC,
  /** Private: by invitation only; members read what was written since they joined. */
  INVITED;

  /** As the table and the wires have it. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * That of a name, as {@link #wire} writes it.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ChatAccess of(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}

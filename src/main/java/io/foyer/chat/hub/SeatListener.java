package io.foyer.chat.hub;

import io.foyer.chat.ChatEvent;

/** What a seat hears besides events; on its event loop. */
public interface SeatListener {
  /**
   * The account of this seat came into a room, somewhere: a wire that shows all rooms watches it.
   */
  void joined(ChatEvent event);

  /** It is no longer a member: the room is not watched any more, after its last event was sent. */
  void left(ChatEvent event);
}

package io.foyer.chat.hub;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.RoomAvailable;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * How a protocol says what everybody in a room is told: complete frames, made once for all sockets
 * that speak it. One instance per protocol and node; safe for use by many threads.
 */
public interface Wire {
  /**
   * Events that follow each other in one room; as few frames as the protocol allows.
   *
   * @return a buffer that the caller releases; it is written to many sockets
   */
  ByteBuf events(List<ChatEvent> events);

  /** Somebody came online, went away or offline, for those who share a room with him. */
  ByteBuf presence(String account, Presence presence);

  /** Somebody began or stopped to write. */
  ByteBuf typing(String room, String account, boolean typing);

  /** Rooms that can be come into from now on; for seats that want such news. */
  ByteBuf rooms(List<RoomAvailable> news);
}

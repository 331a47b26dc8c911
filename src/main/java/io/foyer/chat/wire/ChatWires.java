package io.foyer.chat.wire;

import io.foyer.chat.ChatService;
import io.foyer.platform.web.HttpServerSettings;
import io.foyer.platform.web.RouteGroup;
import java.util.List;

/** The wires of this feature, for the composition root. */
public final class ChatWires {
  private ChatWires() {}

  /**
   * The routes of the old chat server.
   *
   * @param settings how long a request may take, and how large its body may be
   */
  public static List<RouteGroup> old(ChatService chat, HttpServerSettings settings) {
    return List.of(new RoomRoutes(chat, settings));
  }
}

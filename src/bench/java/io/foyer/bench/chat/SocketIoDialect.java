package io.foyer.bench.chat;

import java.util.List;

/** Engine.IO 4 by WebSocket from the start, Socket.IO 5 above it, with callbacks. */
final class SocketIoDialect implements Dialect {
  @Override
  public String path(int member) {
    return "/socket.io/?EIO=4&transport=websocket";
  }

  @Override
  public List<Step> enter(int member, String room) {
    return List.of(
        new Step("", "0{"),
        new Step("40", "40{"),
        new Step("420[\"join\",\"" + room + "\"]", "430["));
  }

  @Override
  public String send(String room, String id, String text) {
    return "427[\"send\",{\"room\":\"%s\",\"id\":\"%s\",\"text\":\"%s\"}]"
        .formatted(room, id, text);
  }

  @Override
  public String ack() {
    return "437[";
  }
}

package io.foyer.bench.chat;

import java.util.List;

/** That of {@code ws.js}. */
final class WsDialect implements Dialect {
  @Override
  public String path(int member) {
    return "/";
  }

  @Override
  public List<Step> enter(int member, String room) {
    return List.of(new Step("{\"op\":\"join\",\"room\":\"" + room + "\"}", "joined"));
  }

  @Override
  public String send(String room, String id, String text) {
    return "{\"op\":\"send\",\"room\":\"%s\",\"id\":\"%s\",\"text\":\"%s\"}"
        .formatted(room, id, text);
  }

  @Override
  public String ack() {
    return "\"ack\"";
  }
}

package io.foyer.bench.chat;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * That of {@code /ws} (docs/chat-protocol.md). Rooms have names in this program and ids in Foyer.
 */
final class FoyerDialect implements Dialect {
  private final IntFunction<String> tokens;
  private final UnaryOperator<String> ids;

  FoyerDialect(IntFunction<String> tokens, UnaryOperator<String> ids) {
    this.tokens = tokens;
    this.ids = ids;
  }

  @Override
  public String path(int member) {
    return "/ws";
  }

  @Override
  public List<Step> enter(int member, String room) {
    return List.of(
        new Step(
            "{\"type\":\"hello\",\"v\":1,\"token\":\"%s\",\"rooms\":[\"%s\"]}"
                .formatted(tokens.apply(member), ids.apply(room)),
            "\"watching\""));
  }

  @Override
  public String send(String room, String id, String text) {
    return "{\"type\":\"send\",\"room\":\"%s\",\"clientMsgId\":\"%s\",\"text\":\"%s\"}"
        .formatted(ids.apply(room), id, text);
  }

  @Override
  public String ack() {
    return "\"ack\"";
  }
}

package io.foyer.bench.chat;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** That of the event-bus bridge over SockJS, by its WebSocket transport. */
final class SockJsDialect implements Dialect {
  private static final String ANSWERS_GO_TO = "answers";

  private final IntFunction<String> tokens;
  private final UnaryOperator<String> ids;

  SockJsDialect(IntFunction<String> tokens, UnaryOperator<String> ids) {
    this.tokens = tokens;
    this.ids = ids;
  }

  @Override
  public String path(int member) {
    return "/eventbus/%03d/bench%05d/websocket".formatted(member % 1_000, member);
  }

  @Override
  public List<Step> enter(int member, String room) {
    String register =
        "{\"type\":\"register\",\"address\":\"chat.room.%s\",\"headers\":{\"token\":\"%s\"}}"
            .formatted(ids.apply(room), tokens.apply(member));
    return List.of(new Step("", "o"), new Step(framed(register), "watching"));
  }

  @Override
  public String send(String room, String id, String text) {
    return framed(
        "{\"type\":\"send\",\"address\":\"chat.send\",\"replyAddress\":\"%s\",\"headers\":{},\"body\":{\"room\":\"%s\",\"clientMsgId\":\"%s\",\"text\":\"%s\"}}"
            .formatted(ANSWERS_GO_TO, ids.apply(room), id, text));
  }

  private static String framed(String message) {
    return "[\"" + message.replace("\"", "\\\"") + "\"]";
  }

  @Override
  public String ack() {
    return ANSWERS_GO_TO;
  }
}

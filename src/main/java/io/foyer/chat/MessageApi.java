package io.foyer.chat;

import io.foyer.chat.History.Part;
import io.foyer.platform.Problem;
import io.foyer.platform.web.Operation;
import io.foyer.platform.web.OperationRequest;
import io.foyer.platform.web.OperationResponse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** HTTP operations on the messages of a room. */
final class MessageApi {
  private final ChatService chat;

  MessageApi(ChatService chat) {
    this.chat = chat;
  }

  /** By the contract's operation ids. */
  Map<String, Operation> operations() {
    return Map.of(
        "listMessages", this::list,
        "sendMessage", this::send,
        "markRead", this::read);
  }

  private Future<OperationResponse> list(OperationRequest call) {
    return chat.history(
            call.caller(), RoomApi.id(call), part(call), call.number("limit").orElse(RoomApi.PAGE))
        .map(history -> OperationResponse.ok(ChatJson.history(history)));
  }

  private static Part part(OperationRequest call) {
    Optional<Part> before = call.text("before").map(seq -> new Part.Before(call.id("before")));
    Optional<Part> after = call.text("after").map(seq -> new Part.After(call.id("after")));
    if (before.isPresent() && after.isPresent()) {
      throw new Problem.Invalid(
              "The request does not keep to the contract.",
              List.of(new Problem.Field("before", "cannot stand beside after")))
          .asException();
    }
    return before.or(() -> after).orElse(Part.NEWEST);
  }

  private Future<OperationResponse> send(OperationRequest call) {
    JsonObject body = call.body().orElseThrow();
    return chat.send(
            call.caller(),
            RoomApi.id(call),
            Optional.ofNullable(body.getString("clientMsgId")),
            body.getString("text"))
        .map(result -> OperationResponse.ok(ChatJson.sent(result)));
  }

  private Future<OperationResponse> read(OperationRequest call) {
    long seq = call.body().orElseThrow().getLong("seq");
    return chat.read(call.caller(), RoomApi.id(call), seq)
        .map(now -> OperationResponse.ok(new JsonObject().put("seq", now)));
  }
}

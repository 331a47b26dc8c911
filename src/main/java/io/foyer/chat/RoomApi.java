package io.foyer.chat;

import io.foyer.platform.web.Operation;
import io.foyer.platform.web.OperationRequest;
import io.foyer.platform.web.OperationResponse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/** HTTP operations on rooms. */
final class RoomApi {
  static final int PAGE = 50;
  private static final String PATH = "/api/v2/chat/rooms/";

  private final ChatService chat;

  RoomApi(ChatService chat) {
    this.chat = chat;
  }

  /** By the contract's operation ids. */
  Map<String, Operation> operations() {
    return Map.of(
        "listRooms", this::list,
        "createRoom", this::create,
        "getRoom", this::get,
        "changeRoom", this::change);
  }

  private Future<OperationResponse> list(OperationRequest call) {
    boolean mine = call.text("mine").map(Boolean::parseBoolean).orElse(false);
    return chat.rooms(call.caller(), mine, call.text("cursor"), call.number("limit").orElse(PAGE))
        .map(page -> OperationResponse.ok(ChatJson.rooms(page)));
  }

  private Future<OperationResponse> create(OperationRequest call) {
    JsonObject body = call.body().orElseThrow();
    return chat.create(
            call.caller(),
            body.getString("name"),
            body.getString("topic", ""),
            ChatAccess.of(body.getString("access", ChatAccess.PUBLIC.wire())))
        .map(room -> OperationResponse.created(ChatJson.room(room), PATH + room.id()));
  }

  private Future<OperationResponse> get(OperationRequest call) {
    return chat.room(call.caller(), id(call))
        .map(room -> OperationResponse.ok(ChatJson.room(room)));
  }

  private Future<OperationResponse> change(OperationRequest call) {
    JsonObject body = call.body().orElseThrow();
    return Optional.ofNullable(body.getString("topic"))
        .map(topic -> chat.topic(call.caller(), id(call), topic))
        .orElseGet(Future::succeededFuture)
        .compose(done -> archive(call, body.getBoolean("archived", false)))
        .compose(done -> get(call));
  }

  private Future<Void> archive(OperationRequest call, boolean archived) {
    return archived ? chat.archive(call.caller(), id(call)) : Future.succeededFuture();
  }

  static String id(OperationRequest call) {
    return call.text("room").orElseThrow();
  }
}

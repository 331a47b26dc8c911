package io.foyer.chat.wire.plain;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.hub.Hub;
import io.foyer.chat.hub.Seat;
import io.foyer.chat.hub.SeatListener;
import io.foyer.chat.hub.Wire;
import io.foyer.platform.socket.WebSocketConnection;
import io.foyer.platform.web.Caller;
import io.vertx.core.Future;
import java.util.OptionalLong;

/** Listens to one room, as long as the caller is a member. */
final class RoomEar implements Ear, SeatListener {
  private final Hub hub;
  private final WebSocketConnection socket;
  private final Seat seat;
  private final String room;
  private final OptionalLong after;

  RoomEar(
      Hub hub,
      Caller caller,
      WebSocketConnection socket,
      Wire wire,
      String room,
      OptionalLong after) {
    this.hub = hub;
    this.socket = socket;
    this.room = room;
    this.after = after;
    this.seat = hub.sit(caller, socket, wire, this);
  }

  @Override
  public Future<Long> open() {
    return seat.watch(room, after);
  }

  @Override
  public void writable() {
    hub.writable(seat);
  }

  @Override
  public void close() {
    seat.close();
  }

  @Override
  public void joined(ChatEvent event) {
    // listens to one room
  }

  @Override
  public void left(ChatEvent event) {
    socket.close(Status.FORBIDDEN, "no member");
  }
}

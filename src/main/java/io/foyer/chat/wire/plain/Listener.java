package io.foyer.chat.wire.plain;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.hub.Seat;
import io.foyer.chat.hub.SeatListener;
import io.foyer.chat.hub.Wire;
import io.foyer.chat.wire.plain.SocketGate.Known;
import io.foyer.platform.config.Secret;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Somebody who only listens to one room. On his request's event loop. */
final class Listener implements SeatListener, OpenSockets.Guest {
  private final Desk desk;
  private final StreamSocket socket;
  private final Optional<Secret> token;
  private final Seat seat;
  private long beat = -1;

  Listener(Desk desk, Known who, StreamSocket socket, Wire wire) {
    this.desk = desk;
    this.socket = socket;
    this.token = who.token();
    this.seat = desk.hub().sit(who.caller(), socket, wire, this);
  }

  /** Begins to listen; fails, with nothing sent, for whoever is not a member. */
  Future<Void> listen(String room, OptionalLong after, Duration heartbeat) {
    return seat.watch(room, after)
        .onSuccess(
            from -> {
              socket.begin();
              socket.comment("after " + from);
              beat =
                  desk.vertx()
                      .setPeriodic(
                          heartbeat.toMillis(), id -> socket.execute(() -> socket.comment("")));
            })
        .mapEmpty();
  }

  void writable() {
    desk.hub().writable(seat);
  }

  void closed() {
    desk.open().remove(this);
    desk.vertx().cancelTimer(beat);
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

  @Override
  public void loggedOut() {
    socket.close(Status.UNKNOWN, "the log-in has ended");
  }

  @Override
  public void look() {
    token.ifPresent(it -> desk.gate().lookAgain(it, this));
  }

  @Override
  public void goingDown(long reconnectMillis) {
    socket.execute(() -> socket.retryIn(reconnectMillis));
    socket.close(Status.GOING_DOWN, "this node goes down");
  }
}

package io.foyer.chat.wire.plain;

import io.foyer.chat.wire.plain.SocketGate.Known;
import io.foyer.platform.config.Secret;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** Somebody who only listens. On his request's event loop. */
final class Listener implements OpenSockets.Guest {
  private final Desk desk;
  private final StreamSocket socket;
  private final Optional<Secret> token;
  private final Ear ear;
  private long beat = -1;

  Listener(Desk desk, Known who, StreamSocket socket, Ear ear) {
    this.desk = desk;
    this.socket = socket;
    this.token = who.token();
    this.ear = ear;
  }

  /** Begins to listen; fails, with nothing sent, for whoever may not. */
  Future<Void> listen(Duration heartbeat) {
    return ear.open()
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
    ear.writable();
  }

  void closed() {
    desk.open().remove(this);
    desk.vertx().cancelTimer(beat);
    ear.close();
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

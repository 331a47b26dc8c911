package io.foyer.chat.wire.plain;

import io.foyer.chat.wire.plain.SocketGate.Known;
import io.foyer.platform.limits.LocalRateLimiter;
import io.foyer.platform.socket.SocketListener;
import io.foyer.platform.socket.WebSocketConnection;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** One connection of {@code /ws}: reads its frames and judges its manners. */
final class Connection implements SocketListener {
  private final WebSocketConnection socket;
  private final LocalRateLimiter localRateLimiter;
  private final Conduct conduct = new Conduct();
  private Stage stage;

  Connection(
      Desk desk,
      LocalRateLimiter localRateLimiter,
      WebSocketConnection socket,
      Future<Optional<Known>> known) {
    this.socket = socket;
    this.localRateLimiter = localRateLimiter;
    Arriving arriving = new Arriving(desk, socket, known, this::enter, Arriving.PATIENCE);
    this.stage = arriving;
    arriving.begin();
  }

  private void enter(Conversation conversation) {
    stage = conversation;
  }

  @Override
  public void text(String message) {
    judge(Reading.read(message));
  }

  @Override
  public void binary(ByteBuf message) {
    judge(new Asked.Bad(Optional.empty(), Reading.MALFORMED, "A frame is text."));
  }

  private void judge(Asked asked) {
    Duration wait = localRateLimiter.tryAcquire();
    boolean bad = asked instanceof Asked.Bad;
    boolean tooMuch = !wait.isZero() ? conduct.hasty() : bad && conduct.bad();
    if (tooMuch) {
      socket.close(Status.OFFENCES, "too many offences");
    } else if (!wait.isZero()) {
      stage.refuse(asked, wait);
    } else {
      if (!bad) {
        conduct.good();
      }
      stage.take(asked);
    }
  }

  @Override
  public void writable() {
    stage.writable();
  }

  @Override
  public void closed() {
    stage.closed();
  }
}

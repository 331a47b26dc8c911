package io.foyer.chat.wire.stchat;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.Guest;
import io.foyer.chat.SendResult;
import io.foyer.chat.hub.Seat;
import io.foyer.chat.hub.SeatListener;
import io.foyer.platform.ProblemException;
import io.foyer.platform.socket.SocketListener;
import io.foyer.platform.socket.WebSocketConnection;
import io.netty.buffer.ByteBuf;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One guest's connection. He comes in before anything he sent is looked at, what he says is written
 * one after the other, and he goes when the last of it is written.
 */
final class StChatSocket implements SocketListener, SeatListener {
  private static final Logger log = LoggerFactory.getLogger(StChatSocket.class);
  private static final int UNSUPPORTED = 1003;
  private static final int FLOOD = 1008;
  private static final int TRY_AGAIN = 1013;
  private static final int MOST_WAITING = 64;

  private final StChatRoom room;
  private final WebSocketConnection socket;
  private final InetAddress address;
  private final Runnable whenClosed;
  private final Deque<String> waiting = new ArrayDeque<>(2);
  private Optional<Guest> guest = Optional.empty();
  private Optional<Seat> seat = Optional.empty();
  private boolean busy = true;
  private boolean closed;

  StChatSocket(
      StChatRoom room, WebSocketConnection socket, InetAddress address, Runnable whenClosed) {
    this.room = room;
    this.socket = socket;
    this.address = address;
    this.whenClosed = whenClosed;
  }

  /**
   * Lets the guest in.
   *
   * @param after the last number he has; empty for a newcomer, who first sees himself come
   */
  void enter(OptionalLong after) {
    room.enter(address)
        .onComplete(
            entered -> socket.execute(() -> sit(entered, after)),
            cause -> socket.execute(() -> turnedAway(cause)));
  }

  private void sit(StChatRoom.Entered entered, OptionalLong after) {
    guest = Optional.of(entered.guest());
    if (!closed) {
      Seat taken = room.sit(socket, this);
      seat = Optional.of(taken);
      long from = after.orElse(entered.event().seq() - 1);
      taken.watch(entered.guest().room(), OptionalLong.of(from)).onFailure(this::turnedAway);
    }
    busy = false;
    work();
  }

  private void turnedAway(Throwable cause) {
    if (!(cause instanceof ProblemException)) {
      log.atWarn().setCause(cause).log("a guest could not come in");
    }
    busy = false;
    waiting.clear();
    socket.close(TRY_AGAIN, "try again later");
  }

  @Override
  public void text(String frame) {
    if (waiting.size() == MOST_WAITING || !socket.writable()) {
      socket.close(FLOOD, "too much at once");
      return;
    }
    waiting.add(frame);
    work();
  }

  @Override
  public void binary(ByteBuf message) {
    socket.close(UNSUPPORTED, "text only");
  }

  @Override
  public void writable() {
    seat.ifPresent(room::writable);
  }

  @Override
  public void closed() {
    closed = true;
    whenClosed.run();
    seat.ifPresent(Seat::close);
    work();
  }

  @Override
  public void joined(ChatEvent event) {}

  @Override
  public void left(ChatEvent event) {
    socket.close(TRY_AGAIN, "the room is closed");
  }

  private void work() {
    while (!busy && !waiting.isEmpty()) {
      take(StChatMessage.parse(waiting.remove()));
    }
    if (closed && !busy && guest.isPresent()) {
      room.leave(guest.get());
      guest = Optional.empty();
    }
  }

  private void take(StChatMessage message) {
    switch (message) {
      case StChatMessage.Say say -> guest.ifPresent(who -> say(who, say));
      case StChatMessage.Nothing nothing -> {}
      case StChatMessage.Wrong wrong -> tell(error(wrong.reason()));
    }
  }

  private void say(Guest who, StChatMessage.Say say) {
    busy = true;
    room.say(who, address, say.text(), say.clientId())
        .map(result -> acknowledged(say, result))
        .otherwise(StChatSocket::refused)
        .onSuccess(answer -> socket.execute(() -> answered(answer)));
  }

  private void answered(Optional<ByteBuf> answer) {
    answer.ifPresent(this::tell);
    busy = false;
    work();
  }

  /** Old clients know no such answer: only who named his message gets one. */
  private static Optional<ByteBuf> acknowledged(StChatMessage.Say say, SendResult result) {
    return say.clientId().isEmpty()
        ? Optional.empty()
        : Optional.of(
            StChatWire.only(
                "ack",
                new JsonObject()
                    .put("clientMsgId", say.clientId())
                    .put("seq", result.seq())
                    .put("id", result.id())));
  }

  private static Optional<ByteBuf> refused(Throwable cause) {
    if (cause instanceof ProblemException known) {
      return Optional.of(error(known.problem().detail()));
    }
    log.atWarn().setCause(cause).log("what a guest said was not written");
    return Optional.of(error("It could not be written just now; try again."));
  }

  private static ByteBuf error(String reason) {
    return StChatWire.only("error", new JsonObject().put("message", reason));
  }

  private void tell(ByteBuf frame) {
    if (closed) {
      frame.release();
    } else {
      socket.send(frame);
    }
  }
}

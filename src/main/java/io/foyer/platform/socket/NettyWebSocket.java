package io.foyer.platform.socket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.impl.ShutdownEvent;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WebSocket connection as the last handler of its Netty channel. There are many thousands of them:
 * every field counts, and nothing is allocated before it is needed.
 */
final class NettyWebSocket extends ChannelInboundHandlerAdapter implements WebSocketConnection {
  private static final Logger log = LoggerFactory.getLogger(NettyWebSocket.class);
  private static final int MAX_PINGS = 2;
  private static final int MAX_BACKLOG_FACTOR = 4;

  /**
   * Connection state.
   *
   * <pre>{@code
   *       close(), protocol violation, error,
   *       missing pong, or close frame of the peer
   * OPEN ------------------------------------------> CLOSING
   *  |                                                  |
   *  | channel closed                                   | channel closed: by the peer, after the
   *  |                                                  | close handshake, or after closeAfter
   *  +---------------------> CLOSED <-------------------+
   * }</pre>
   */
  private enum State {
    OPEN,
    /** A close frame was sent; no messages are sent or received any more. */
    CLOSING,
    CLOSED
  }

  private final Channel channel;
  private final SocketLoop loop;
  private final MessageAssembler assembler = new MessageAssembler();
  private SocketListener listener = new NoOpListener();
  private State state = State.OPEN;
  private @Nullable NettyWebSocket previous;
  private @Nullable NettyWebSocket next;
  private @Nullable ByteBuf pendingPong;
  private int lastReceived;
  private int backlog;
  private byte pings;
  private boolean dirty;

  NettyWebSocket(Channel channel, SocketLoop loop) {
    this.channel = channel;
    this.loop = loop;
    this.lastReceived = loop.now();
  }

  void open(Function<WebSocketConnection, SocketListener> opener) {
    loop.add(this);
    ContextInternal before = loop.context().beginDispatch();
    try {
      listener = opener.apply(this);
    } catch (RuntimeException e) {
      fault(e);
    } finally {
      loop.context().endDispatch(before);
    }
  }

  // Outbound.

  @Override
  public void send(ByteBuf frames) {
    if (state != State.OPEN) {
      frames.release();
      return;
    }
    write(frames);
  }

  private void write(ByteBuf frames) {
    var unused = channel.write(frames, channel.voidPromise());
    if (!dirty) {
      dirty = true;
      loop.written(this);
    }
  }

  void flush() {
    dirty = false;
    channel.flush();
  }

  @Override
  public boolean writable() {
    return state == State.OPEN && channel.isWritable();
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(() -> loop.context().dispatch(task));
  }

  @Override
  public void close(int status, String reason) {
    if (!CloseStatus.isSent(status)) {
      throw new IllegalArgumentException("not a status to send: " + status);
    }
    if (loop.isHere()) {
      startClose(status, reason);
    } else {
      loop.execute(() -> startClose(status, reason));
    }
  }

  private void startClose(int status, String reason) {
    if (state == State.OPEN) {
      write(ControlFrames.close(status, reason));
      closing();
    }
  }

  private void closing() {
    state = State.CLOSING;
    lastReceived = loop.now();
    discardPong();
  }

  /** Closes the channel without a close frame. */
  void drop() {
    var unused = channel.close();
  }

  // Inbound.

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ContextInternal before = loop.context().beginDispatch();
    try {
      if (message instanceof WebSocketFrame frame) {
        onFrame(frame);
      }
    } catch (ProtocolViolation e) {
      fail(e.status(), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      fault(e);
    } finally {
      ReferenceCountUtil.release(message);
      loop.context().endDispatch(before);
    }
  }

  private void onFrame(WebSocketFrame frame) {
    if (frame instanceof CloseWebSocketFrame) {
      onCloseFrame(frame.content());
    } else if (state == State.OPEN) {
      lastReceived = loop.now();
      pings = 0;
      processFrame(frame);
      limitBacklog();
    }
  }

  private void processFrame(WebSocketFrame frame) {
    ByteBuf payload = frame.content();
    boolean last = frame.isFinalFragment();
    int most = loop.limits().maxMessage();
    switch (frame) {
      case TextWebSocketFrame text -> assembler.begin(true, payload, last, most, listener);
      case BinaryWebSocketFrame binary -> assembler.begin(false, payload, last, most, listener);
      case ContinuationWebSocketFrame more -> assembler.follow(payload, last, listener);
      case PingWebSocketFrame ping -> answerPing(payload);
      default -> {
        // A pong: its arrival was recorded above.
      }
    }
  }

  /**
   * Only the latest of several pings must be answered (RFC 6455, 5.5.3): the pending output stays
   * bounded.
   */
  private void answerPing(ByteBuf payload) {
    ByteBuf pong = ControlFrames.pong(payload);
    if (channel.isWritable()) {
      write(pong);
    } else {
      discardPong();
      pendingPong = pong;
    }
  }

  private void discardPong() {
    if (pendingPong != null) {
      pendingPong.release();
      pendingPong = null;
    }
  }

  /** Stops reading from a peer that sends but does not read our answers, until it does. */
  private void limitBacklog() {
    if (!channel.isWritable()
        && channel.bytesBeforeWritable() > (long) MAX_BACKLOG_FACTOR * loop.limits().high()) {
      channel.config().setAutoRead(false);
    }
  }

  private void onCloseFrame(ByteBuf payload) {
    if (state != State.OPEN) {
      channel.flush(); // our close frame may not be flushed yet
      drop();
      return;
    }
    ByteBuf answer = ControlFrames.closeAnswer(ControlFrames.statusOf(payload));
    closing();
    var unused = channel.writeAndFlush(answer).addListener(written -> drop());
  }

  // Errors.

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      fail(corrupted.closeStatus().code(), String.valueOf(cause.getMessage()));
    } else if (cause instanceof DecoderException) {
      fail(CloseStatus.PROTOCOL_ERROR, "not understood");
    } else if (cause instanceof IOException) {
      drop(); // a reset, or a write after it
    } else {
      fault(cause);
    }
  }

  private void fault(Throwable cause) {
    log.atError().setCause(cause).log("WebSocket message handling failed");
    fail(CloseStatus.FAULT, "fault");
  }

  /**
   * Sends a close frame and shuts down the output. What the peer still sends is read and discarded
   * until it closes too: closing with unread bytes would reset the connection, and the close frame
   * might never arrive.
   */
  private void fail(int status, String reason) {
    if (state != State.OPEN) {
      drop();
      return;
    }
    closing();
    if (channel.pipeline().get(WebSocket13FrameDecoder.class) != null) {
      channel.pipeline().remove(WebSocket13FrameDecoder.class);
    }
    var unused =
        channel.writeAndFlush(ControlFrames.close(status, reason)).addListener(this::finishClose);
  }

  private void finishClose(Future<? super Void> written) {
    if (written.isSuccess()
        && channel instanceof DuplexChannel duplex
        && channel.pipeline().get(SslHandler.class) == null) {
      var unused = duplex.shutdownOutput();
    } else {
      drop();
    }
  }

  // Channel events.

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!writable()) {
      return;
    }
    if (pendingPong != null) {
      ByteBuf pong = pendingPong;
      pendingPong = null;
      write(pong);
    }
    if (!channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
    notifyListener(SocketListener::writable);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ShutdownEvent) {
      close(CloseStatus.RESTART, "restart");
    }
    ReferenceCountUtil.release(event);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (state != State.CLOSED) {
      discardPong();
      state = State.CLOSED;
      notifyListener(SocketListener::closed);
      loop.remove(this); // last, so that count and drain see it gone only after its listener
    }
  }

  private void notifyListener(Consumer<SocketListener> event) {
    ContextInternal before = loop.context().beginDispatch();
    try {
      event.accept(listener);
    } catch (RuntimeException e) {
      fault(e);
    } finally {
      loop.context().endDispatch(before);
    }
  }

  // Timeouts.

  void sweep() {
    int silent = loop.now() - lastReceived;
    if (state == State.CLOSING && silent >= loop.closeSteps()) {
      drop();
    } else if (state == State.OPEN && silent >= loop.pingSteps() * (pings + 1)) {
      if (backlogShrinks()) {
        lastReceived = loop.now();
        pings = 0;
      } else {
        sendPing();
      }
    }
  }

  /**
   * A slow reader may have our pings far behind in its buffer: it is alive while the backlog
   * shrinks.
   */
  private boolean backlogShrinks() {
    int before = backlog;
    backlog = (int) Math.min(channel.bytesBeforeWritable(), Integer.MAX_VALUE);
    return backlog > 0 && backlog < before;
  }

  private void sendPing() {
    if (pings == MAX_PINGS) {
      startClose(CloseStatus.GOING_AWAY, "silent");
      return;
    }
    pings++;
    if (channel.isWritable()) {
      write(ControlFrames.ping());
    }
  }

  // Intrusive list of the sockets of one event loop.

  @Nullable NettyWebSocket next() {
    return next;
  }

  void linkBefore(@Nullable NettyWebSocket following) {
    next = following;
    if (following != null) {
      following.previous = this;
    }
  }

  void unlink() {
    if (previous != null) {
      previous.next = next;
    }
    if (next != null) {
      next.previous = previous;
    }
    previous = null;
    next = null;
  }
}

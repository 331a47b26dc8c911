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
 * A socket as the last handler of its channel. There are many thousands of them: every field
 * counts, and nothing is made before it is needed.
 */
final class NettyWebSocket extends ChannelInboundHandlerAdapter implements WebSocketConnection {
  private static final Logger log = LoggerFactory.getLogger(NettyWebSocket.class);
  private static final int PINGS = 2;
  private static final int EXCESS = 4;

  private enum State {
    OPEN,
    /** Our good-bye is on its way; nothing else is said or heard. */
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
  private @Nullable ByteBuf owedPong;
  private int heard;
  private int backlog;
  private byte pings;
  private boolean dirty;

  NettyWebSocket(Channel channel, SocketLoop loop) {
    this.channel = channel;
    this.loop = loop;
    this.heard = loop.now();
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

  // What the house says.

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
      sayGoodBye(status, reason);
    } else {
      loop.execute(() -> sayGoodBye(status, reason));
    }
  }

  private void sayGoodBye(int status, String reason) {
    if (state == State.OPEN) {
      write(ControlFrames.close(status, reason));
      closing();
    }
  }

  private void closing() {
    state = State.CLOSING;
    heard = loop.now();
    forgetPong();
  }

  /** Closes without a word. */
  void drop() {
    var unused = channel.close();
  }

  // What the peer says.

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ContextInternal before = loop.context().beginDispatch();
    try {
      if (message instanceof WebSocketFrame frame) {
        hear(frame);
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

  private void hear(WebSocketFrame frame) {
    if (frame instanceof CloseWebSocketFrame) {
      answerGoodBye(frame.content());
    } else if (state == State.OPEN) {
      heard = loop.now();
      pings = 0;
      take(frame);
      holdBack();
    }
  }

  private void take(WebSocketFrame frame) {
    ByteBuf payload = frame.content();
    boolean last = frame.isFinalFragment();
    int most = loop.limits().maxMessage();
    switch (frame) {
      case TextWebSocketFrame text -> assembler.begin(true, payload, last, most, listener);
      case BinaryWebSocketFrame binary -> assembler.begin(false, payload, last, most, listener);
      case ContinuationWebSocketFrame more -> assembler.follow(payload, last, listener);
      case PingWebSocketFrame ping -> answerPing(payload);
      default -> {
        // A pong: that it came is all it says.
      }
    }
  }

  /** Only the last of several must be answered (RFC 6455, 5.5.3): what waits stays bounded. */
  private void answerPing(ByteBuf payload) {
    ByteBuf pong = ControlFrames.pong(payload);
    if (channel.isWritable()) {
      write(pong);
    } else {
      forgetPong();
      owedPong = pong;
    }
  }

  private void forgetPong() {
    if (owedPong != null) {
      owedPong.release();
      owedPong = null;
    }
  }

  /** Who asks and asks and never reads the answers is not listened to until he does. */
  private void holdBack() {
    if (!channel.isWritable()
        && channel.bytesBeforeWritable() > (long) EXCESS * loop.limits().high()) {
      channel.config().setAutoRead(false);
    }
  }

  private void answerGoodBye(ByteBuf payload) {
    if (state != State.OPEN) {
      channel.flush(); // ours may be of this very turn
      drop();
      return;
    }
    ByteBuf answer = ControlFrames.closeAnswer(ControlFrames.statusOf(payload));
    closing();
    var unused = channel.writeAndFlush(answer).addListener(written -> drop());
  }

  // What goes wrong.

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
    log.atError().setCause(cause).log("a socket's message could not be handled");
    fail(CloseStatus.FAULT, "fault");
  }

  /**
   * Says why and hangs up. What the peer still sends is read and thrown away until it hangs up too:
   * to close with unread bytes would reset the connection, and the reason might never arrive.
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
        channel.writeAndFlush(ControlFrames.close(status, reason)).addListener(this::hangUp);
  }

  private void hangUp(Future<? super Void> written) {
    if (written.isSuccess()
        && channel instanceof DuplexChannel duplex
        && channel.pipeline().get(SslHandler.class) == null) {
      var unused = duplex.shutdownOutput();
    } else {
      drop();
    }
  }

  // What happens to the connection.

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!writable()) {
      return;
    }
    if (owedPong != null) {
      ByteBuf pong = owedPong;
      owedPong = null;
      write(pong);
    }
    if (!channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
    tell(SocketListener::writable);
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
      forgetPong();
      state = State.CLOSED;
      tell(SocketListener::closed);
      loop.remove(this); // who counts or drains finds it gone only when its listener knows
    }
  }

  private void tell(Consumer<SocketListener> news) {
    ContextInternal before = loop.context().beginDispatch();
    try {
      news.accept(listener);
    } catch (RuntimeException e) {
      fault(e);
    } finally {
      loop.context().endDispatch(before);
    }
  }

  // Time.

  void sweep() {
    int silent = loop.now() - heard;
    if (state == State.CLOSING && silent >= loop.closeSteps()) {
      drop();
    } else if (state == State.OPEN && silent >= loop.pingSteps() * (pings + 1)) {
      if (takes()) {
        heard = loop.now();
        pings = 0;
      } else {
        ask();
      }
    }
  }

  /** A slow reader may have our pings and its answers before it: it lives as long as it takes. */
  private boolean takes() {
    int before = backlog;
    backlog = (int) Math.min(channel.bytesBeforeWritable(), Integer.MAX_VALUE);
    return backlog > 0 && backlog < before;
  }

  private void ask() {
    if (pings == PINGS) {
      sayGoodBye(CloseStatus.GOING_AWAY, "silent");
      return;
    }
    pings++;
    if (channel.isWritable()) {
      write(ControlFrames.ping());
    }
  }

  // Its place among the others of the loop.

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

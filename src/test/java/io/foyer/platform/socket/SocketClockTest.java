package io.foyer.platform.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The heartbeat of a socket, on an event loop whose time the test sets. */
class SocketClockTest {
  private static final Duration PING_AFTER = Duration.ofSeconds(25);
  private static final Duration CLOSE_AFTER = Duration.ofSeconds(5);
  private static final Duration STEP = Duration.ofSeconds(1);

  private final Vertx vertx = Vertx.vertx();
  private final EmbeddedChannel channel = new EmbeddedChannel();

  @BeforeEach
  void open() {
    channel.freezeTime();
    SocketLimits limits = SocketLimits.usual().withTimeouts(PING_AFTER, CLOSE_AFTER);
    ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
    NettyWebSocket socket =
        new NettyWebSocket(channel, new SocketLoop(channel.eventLoop(), context, limits));
    channel.pipeline().addLast(socket);
    socket.open(Recorder::new);
  }

  @AfterEach
  void close() throws Exception {
    channel.close().sync();
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void whoIsSilentIsAskedTwiceAndThenClosed() {
    assertThat(saidAfter(PING_AFTER.minus(STEP))).isEmpty();
    assertThat(saidAfter(STEP)).containsExactly(RawWebSocketClient.PING);
    assertThat(saidAfter(PING_AFTER.minus(STEP))).isEmpty();
    assertThat(saidAfter(STEP)).containsExactly(RawWebSocketClient.PING);
    assertThat(saidAfter(PING_AFTER.minus(STEP))).isEmpty();
    assertThat(saidAfter(STEP)).containsExactly(RawWebSocketClient.CLOSE);

    assertThat(saidAfter(CLOSE_AFTER.minus(STEP))).isEmpty();
    assertThat(channel.isOpen()).isTrue();
    assertThat(saidAfter(STEP)).isEmpty();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void whoAnswersStays() {
    for (int i = 0; i < 6; i++) {
      assertThat(saidAfter(PING_AFTER)).containsExactly(RawWebSocketClient.PING);
      channel.writeInbound(new PongWebSocketFrame());
    }

    assertThat(saidAfter(PING_AFTER.minus(STEP))).isEmpty();
    assertThat(channel.isOpen()).isTrue();
  }

  /** The opcodes of the frames that are sent while this time passes. */
  private List<Integer> saidAfter(Duration time) {
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
    List<Integer> opcodes = new ArrayList<>();
    for (ByteBuf frame = channel.readOutbound(); frame != null; frame = channel.readOutbound()) {
      opcodes.add(frame.getByte(0) & 0x0F);
      frame.release();
    }
    return opcodes;
  }
}

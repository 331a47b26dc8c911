package io.foyer.platform.amqp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Frames of messages, over a socket that is played here. */
class InboundLimiterTest {
  private static final int MAX = 100;
  private static final int KEPT = 10;
  private static final int IN_FLIGHT = 150;

  private final Socket socket = new Socket();
  private final InboundLimiter limiter =
      new InboundLimiter(socket, new ConsumerLimits(MAX, KEPT, IN_FLIGHT));
  private final CompletableFuture<Frame> read = new CompletableFuture<>();

  @Test
  void aBodyWithinTheLimitPassesAsItIs() throws IOException {
    Frame[] message = message(1, new byte[MAX], 60);
    socket.frames.addAll(Arrays.asList(message));

    for (Frame frame : message) {
      assertThat(limiter.readFrame()).isSameAs(frame);
    }
    assertThat(limiter.takeCut(1)).isEmpty();
    assertThat(limiter.readFrame()).isNull();
  }

  @Test
  void aLongerBodyIsCutAndItsSizeAndHashAreKnown() throws Exception {
    byte[] body = new byte[1_000];
    Arrays.fill(body, (byte) 'x');
    Frame heartbeat = new Frame(AMQP.FRAME_HEARTBEAT, 0);
    Frame[] message = message(7, body, 3);
    socket.frames.addAll(Arrays.asList(message).subList(0, 5));
    socket.frames.add(heartbeat);
    socket.frames.addAll(Arrays.asList(message).subList(5, message.length));

    assertThat(limiter.readFrame()).isSameAs(message[0]);
    assertThat(limiter.readFrame()).as("goes through at once").isSameAs(heartbeat);
    Frame header = next();
    assertThat(header.type).isEqualTo(AMQP.FRAME_HEADER);
    assertThat(ByteBuffer.wrap(header.getPayload()).getLong(4)).isEqualTo(KEPT);
    Frame cut = next();
    assertThat(cut.type).isEqualTo(AMQP.FRAME_BODY);
    assertThat(cut.getPayload()).isEqualTo(Arrays.copyOf(body, KEPT));
    assertThat(limiter.takeCut(7))
        .contains(
            new InboundLimiter.Cut(
                1_000,
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body))));
    assertThat(limiter.takeCut(7)).isEqualTo(Optional.empty());
    assertThat(limiter.readFrame()).isNull();
  }

  @Test
  void aBodyThatDoesNotFitIsReadOnceEnoughIsReleased() throws IOException {
    Frame[] second = message(2, new byte[MAX], MAX);
    socket.frames.addAll(Arrays.asList(message(1, new byte[MAX], MAX)));
    socket.frames.addAll(Arrays.asList(second));
    for (int i = 0; i < 4; i++) {
      assertThat(limiter.readFrame()).isNotNull();
    }

    Thread reader = new Thread(() -> read.complete(next()));
    reader.start();
    await().until(() -> reader.getState() == Thread.State.WAITING);
    assertThat(read).isNotDone();
    limiter.release(MAX);

    assertThat(read.join()).isSameAs(second[1]);
  }

  @Test
  void aClosingConnectionDoesNotWait() throws IOException {
    socket.frames.addAll(Arrays.asList(message(1, new byte[MAX], MAX)));
    socket.frames.addAll(Arrays.asList(message(2, new byte[MAX], MAX)));

    limiter.stopWaiting();

    for (int i = 0; i < 6; i++) {
      assertThat(limiter.readFrame()).isNotNull();
    }
  }

  private Frame next() {
    try {
      return requireNonNull(limiter.readFrame());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A delivery: its method, its header, and its body in frames of {@code part} bytes. */
  private static Frame[] message(long tag, byte[] body, int part) {
    Queue<Frame> frames = new ArrayDeque<>();
    byte[] consumer = "foyer".getBytes(US_ASCII);
    ByteBuffer method = ByteBuffer.allocate(64).putShort((short) 60).putShort((short) 60);
    method.put((byte) consumer.length).put(consumer).putLong(tag);
    frames.add(new Frame(AMQP.FRAME_METHOD, 1, method.array()));
    ByteBuffer header = ByteBuffer.allocate(14).putShort((short) 60).putShort((short) 0);
    header.putLong(body.length).putShort((short) 0);
    frames.add(new Frame(AMQP.FRAME_HEADER, 1, header.array()));
    for (int at = 0; at < body.length; at += part) {
      byte[] slice = Arrays.copyOfRange(body, at, Math.min(body.length, at + part));
      frames.add(new Frame(AMQP.FRAME_BODY, 1, slice));
    }
    return frames.toArray(Frame[]::new);
  }

  /** Gives out frames; null when there are none, as after a timeout. */
  private static final class Socket implements FrameHandler {
    private final Queue<Frame> frames = new ArrayDeque<>();

    @Override
    public @Nullable Frame readFrame() {
      return frames.poll();
    }

    @Override
    public void setTimeout(int timeoutMs) {}

    @Override
    public int getTimeout() {
      return 0;
    }

    @Override
    public void sendHeader() {}

    @Override
    public void initialize(AMQConnection connection) {}

    @Override
    public void writeFrame(Frame frame) {}

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public InetAddress getLocalAddress() {
      return InetAddress.getLoopbackAddress();
    }

    @Override
    public int getLocalPort() {
      return 0;
    }

    @Override
    public InetAddress getAddress() {
      return InetAddress.getLoopbackAddress();
    }

    @Override
    public int getPort() {
      return 0;
    }
  }
}

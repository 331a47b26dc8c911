package io.foyer.platform.amqp;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Frame handler that bounds the memory of received messages, for a connection with one consuming
 * channel. It cuts a body that is too long while its frames arrive, so that it is never in memory
 * as a whole, and reads no further body while the bytes in flight do not fit their budget; the
 * broker then waits behind a full socket.
 *
 * <p>The library has a limit too, but closes the connection over it, and would do so again on every
 * redelivery. RabbitMQ has no prefetch by size.
 */
final class InboundLimiter implements FrameHandler {
  private static final int CLASS_BASIC = 60;
  private static final int METHOD_DELIVER = 60;

  /** Where a content header has the size of the body, behind class and weight. */
  private static final int BODY_SIZE_AT = 4;

  /** What was cut: the size of the whole body in bytes and its SHA-256 in hex digits. */
  record Cut(long size, String sha256) {}

  /** A body that is being cut. */
  private static final class Cutting {
    private final Frame header;
    private final long size;
    private final ByteBuffer kept;
    private final MessageDigest digest = sha256();
    private long missing;

    Cutting(Frame header, long size, int keep) {
      this.header = header;
      this.size = size;
      this.kept = ByteBuffer.allocate(keep);
      this.missing = size;
    }

    /** Adds a part; true if it was the last. */
    boolean add(byte[] part) {
      digest.update(part);
      kept.put(part, 0, Math.min(part.length, kept.remaining()));
      missing -= part.length;
      return missing <= 0;
    }

    Cut cut() {
      return new Cut(size, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }

  private final FrameHandler socket;
  private final ConsumerLimits limits;
  private final ByteBudget budget;

  /** By delivery tag; taken out when the message is delivered. */
  private final Map<Long, Cut> cuts = new ConcurrentHashMap<>();

  /** Frames to hand on before the next is read. Confined to the reading thread, as the rest. */
  private final Queue<Frame> ready = new ArrayDeque<>();

  private @Nullable Cutting cutting;
  private long tag;

  InboundLimiter(FrameHandler socket, ConsumerLimits limits) {
    this.socket = socket;
    this.limits = limits;
    this.budget = new ByteBudget(limits.bytesInFlight());
  }

  /** What was cut from the message of this delivery tag; known once. */
  Optional<Cut> takeCut(long deliveryTag) {
    return Optional.ofNullable(cuts.remove(deliveryTag));
  }

  /** Gives the bytes of a delivered body back. */
  void release(int bytes) {
    budget.release(bytes);
  }

  /** From now on reading does not wait for bytes in flight, so that the connection can close. */
  void stopWaiting() {
    budget.close();
  }

  @Override
  public @Nullable Frame readFrame() throws IOException {
    while (ready.isEmpty()) {
      Frame frame = socket.readFrame();
      if (frame == null) {
        return null; // nothing came within the heartbeat
      }
      take(frame);
    }
    return ready.remove();
  }

  private void take(Frame frame) throws IOException {
    Cutting open = cutting;
    if (frame.channel != 0 && frame.type == AMQP.FRAME_METHOD) {
      noteTag(frame);
    } else if (frame.type == AMQP.FRAME_HEADER) {
      beginBody(frame);
      return;
    } else if (frame.type == AMQP.FRAME_BODY && open != null) {
      if (open.add(frame.getPayload())) {
        endCut(open);
      }
      return;
    }
    ready.add(frame);
  }

  /** {@code basic.deliver}: class, method, consumer tag (short string), delivery tag. */
  private void noteTag(Frame frame) {
    ByteBuffer payload = ByteBuffer.wrap(frame.getPayload());
    if (payload.getShort() == CLASS_BASIC && payload.getShort() == METHOD_DELIVER) {
      int length = Byte.toUnsignedInt(payload.get());
      tag = payload.getLong(payload.position() + length);
    }
  }

  private void beginBody(Frame header) throws IOException {
    long size = ByteBuffer.wrap(header.getPayload()).getLong(BODY_SIZE_AT);
    boolean fits = size >= 0 && size <= limits.maxBody();
    acquire(fits ? size : limits.keptBody());
    if (fits) {
      ready.add(header);
    } else {
      cutting = new Cutting(header, size, limits.keptBody());
    }
  }

  private void endCut(Cutting done) {
    cutting = null;
    cuts.put(tag, done.cut());
    byte[] header = done.header.getPayload();
    ByteBuffer.wrap(header).putLong(BODY_SIZE_AT, limits.keptBody());
    ready.add(new Frame(AMQP.FRAME_HEADER, done.header.channel, header));
    ready.add(new Frame(AMQP.FRAME_BODY, done.header.channel, done.kept.array()));
  }

  private void acquire(long bytes) throws InterruptedIOException {
    try {
      budget.acquire(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  @Override
  public void initialize(AMQConnection connection) {
    socket.initialize(connection);
  }

  @Override
  public void setTimeout(int timeoutMs) throws SocketException {
    socket.setTimeout(timeoutMs);
  }

  @Override
  public int getTimeout() throws SocketException {
    return socket.getTimeout();
  }

  @Override
  public void sendHeader() throws IOException {
    socket.sendHeader();
  }

  @Override
  public void writeFrame(Frame frame) throws IOException {
    socket.writeFrame(frame);
  }

  @Override
  public void flush() throws IOException {
    socket.flush();
  }

  @Override
  public void close() {
    budget.close();
    socket.close();
  }

  @Override
  public InetAddress getLocalAddress() {
    return socket.getLocalAddress();
  }

  @Override
  public int getLocalPort() {
    return socket.getLocalPort();
  }

  @Override
  public InetAddress getAddress() {
    return socket.getAddress();
  }

  @Override
  public int getPort() {
    return socket.getPort();
  }
}

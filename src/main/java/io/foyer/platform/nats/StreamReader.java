package io.foyer.platform.nats;

import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsJetStreamMetaData;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pull consumer of a stream with bounded prefetch, for one thread: at most a fixed number of
 * messages and bytes is buffered, however slowly it is read.
 */
public final class StreamReader implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StreamReader.class);
  private static final Duration ACK_WAIT = Duration.ofSeconds(30);
  private static final Duration INACTIVE_THRESHOLD = Duration.ofMinutes(2);
  private static final Duration CONFIRM_TIMEOUT = Duration.ofSeconds(5);
  private static final int PREFETCH = 4_000;
  private static final int REFILL_PERCENT = 50;
  private static final long PREFETCH_BYTES = 16L * 1024 * 1024;

  /**
   * As long as possible: nats-server (2.9) may end an expired pull request without saying how much
   * of it was left, and the client then waits for messages that nobody asks for any more.
   */
  private static final long PULL_MILLIS = Duration.ofHours(6).toMillis();

  private final Connection connection;
  private final String stream;
  private final String name;
  private final IterableConsumer messages;
  private final Deque<Message> ends =
      new ArrayDeque<>(); // last message of each unacknowledged batch

  private StreamReader(
      Connection connection, String stream, String name, IterableConsumer messages) {
    this.connection = connection;
    this.stream = stream;
    this.name = name;
    this.messages = messages;
  }

  static ConsumerConfiguration configuration(String name, long seq) {
    return ConsumerConfiguration.builder()
        .durable(name)
        .deliverPolicy(DeliverPolicy.ByStartSequence)
        .startSequence(seq)
        .ackPolicy(AckPolicy.All)
        .ackWait(ACK_WAIT)
        .maxAckPending(PREFETCH * 4L)
        .inactiveThreshold(INACTIVE_THRESHOLD)
        .build();
  }

  static StreamReader open(Connection connection, String stream, String name)
      throws IOException, JetStreamApiException {
    long bytes = Math.max(PREFETCH_BYTES, 2 * connection.getMaxPayload());
    ConsumeOptions options =
        ConsumeOptions.builder()
            .batchSize(PREFETCH)
            .batchBytes(bytes)
            .thresholdPercent(REFILL_PERCENT)
            .expiresIn(PULL_MILLIS)
            .build();
    return new StreamReader(
        connection, stream, name, connection.getConsumerContext(stream, name).iterate(options));
  }

  /**
   * Reads the next batch, in order; empty if no message arrived in time.
   *
   * @param most maximum number of messages
   * @param bytes the batch ends once its payload reaches this size
   * @param timeout how long to wait for the first message
   * @param busy whether the caller cannot process the batch yet, so that more messages are awaited
   * @throws IOException if the consumer or the connection is lost; a new reader must be opened
   */
  public List<StreamMessage> next(int most, long bytes, Duration timeout, BooleanSupplier busy)
      throws IOException, InterruptedException {
    try {
      List<StreamMessage> batch = new ArrayList<>();
      long size = 0;
      Message last = null;
      Message message = messages.nextMessage(timeout);
      while (message != null) {
        last = message;
        batch.add(read(message));
        size += message.getData().length;
        message = batch.size() < most && size < bytes ? following(busy) : null;
      }
      if (last != null) {
        ends.add(last);
      } else if (connection.getStatus() == Connection.Status.CLOSED) {
        throw new IOException("Not connected to NATS"); // the client just has no message
      }
      return batch;
    } catch (JetStreamStatusCheckedException | IllegalStateException e) {
      throw new IOException("consumer lost: " + e.getMessage(), e);
    }
  }

  private @Nullable Message following(BooleanSupplier busy)
      throws InterruptedException, JetStreamStatusCheckedException {
    Message message = messages.nextMessage(1);
    while (message == null && busy.getAsBoolean()) {
      message = messages.nextMessage(1);
    }
    return message;
  }

  /**
   * Acknowledges the batches that end at {@code seq} or before, and waits for the broker's
   * confirmation.
   *
   * @throws IOException if no confirmation arrived: committed messages stay committed and may be
   *     redelivered
   */
  public void acknowledge(long seq) throws IOException, InterruptedException {
    Message last = null;
    while (!ends.isEmpty() && ends.getFirst().metaData().streamSequence() <= seq) {
      last = ends.removeFirst();
    }
    if (last == null) {
      return;
    }
    try {
      last.ackSync(CONFIRM_TIMEOUT);
    } catch (TimeoutException | IllegalStateException e) {
      throw new IOException("acknowledgement not confirmed", e);
    }
  }

  private static StreamMessage read(Message message) {
    NatsJetStreamMetaData meta = message.metaData();
    return new StreamMessage(
        message.getSubject(),
        meta.streamSequence(),
        NatsLink.taken(meta.timestamp().toInstant()),
        headers(message.getHeaders()),
        message.getData());
  }

  private static Map<String, List<String>> headers(@Nullable Headers headers) {
    if (headers == null || headers.isEmpty()) {
      return Map.of();
    }
    Map<String, List<String>> all = new HashMap<>();
    headers.forEach(all::put);
    return all;
  }

  /** Deletes the consumer; unacknowledged messages stay in the stream. */
  @Override
  public void close() {
    try {
      messages.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.atDebug().setCause(e).log("Consumer not closed");
    }
    try {
      connection.jetStreamManagement().deleteConsumer(stream, name);
    } catch (IOException | JetStreamApiException | IllegalStateException e) {
      log.atDebug().setCause(e).log("Consumer not deleted, will expire");
    }
  }
}

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
 * A consumer of a stream, for one thread. Holds so many messages or bytes as it asks for ahead, and
 * no more however long nobody reads.
 */
public final class StreamReader implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StreamReader.class);
  private static final Duration ACK_WAIT = Duration.ofSeconds(30);
  private static final Duration ABANDONED = Duration.ofMinutes(2);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final int AHEAD = 4_000;
  private static final int REFILL_PERCENT = 50;
  private static final long AHEAD_BYTES = 16L * 1024 * 1024;
  private static final long PULL_MILLIS = 10_000;

  private final Connection connection;
  private final String stream;
  private final String name;
  private final IterableConsumer messages;
  private final Deque<Message> ends = new ArrayDeque<>(); // of each batch not acknowledged yet

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
        .maxAckPending(AHEAD * 4L)
        .inactiveThreshold(ABANDONED)
        .build();
  }

  static StreamReader open(Connection connection, String stream, String name)
      throws IOException, JetStreamApiException {
    long bytes = Math.max(AHEAD_BYTES, 2 * connection.getMaxPayload());
    ConsumeOptions options =
        ConsumeOptions.builder()
            .batchSize(AHEAD)
            .batchBytes(bytes)
            .thresholdPercent(REFILL_PERCENT)
            .expiresIn(PULL_MILLIS)
            .build();
    return new StreamReader(
        connection, stream, name, connection.getConsumerContext(stream, name).iterate(options));
  }

  /**
   * What comes next, in order; empty where nothing came in time.
   *
   * @param most messages, and {@code bytes} of payload after which it is enough
   * @param busy whether the caller could do nothing yet with what there is: more is waited for
   * @throws IOException if the consumer is gone or the server away; another reader must be opened
   */
  public List<StreamMessage> next(int most, long bytes, Duration patience, BooleanSupplier busy)
      throws IOException, InterruptedException {
    try {
      List<StreamMessage> batch = new ArrayList<>();
      long size = 0;
      Message last = null;
      Message message = messages.nextMessage(patience);
      while (message != null) {
        last = message;
        batch.add(read(message));
        size += message.getData().length;
        message = batch.size() < most && size < bytes ? following(busy) : null;
      }
      if (last != null) {
        ends.add(last);
      }
      return batch;
    } catch (JetStreamStatusCheckedException | IllegalStateException e) {
      throw new IOException("the consumer ended: " + e.getMessage(), e);
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
   * Acknowledges the batches that end at {@code seq} or before, and waits until the broker has
   * heard it.
   *
   * @throws IOException if no answer came: what is committed stays so, and comes again
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
      last.ackSync(ANSWER);
    } catch (TimeoutException | IllegalStateException e) {
      throw new IOException("no answer to an acknowledgement", e);
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

  /** Ends the consumer; what was not acknowledged stays in the stream. */
  @Override
  public void close() {
    try {
      messages.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.atDebug().setCause(e).log("consumer not closed");
    }
    try {
      connection.jetStreamManagement().deleteConsumer(stream, name);
    } catch (IOException | JetStreamApiException | IllegalStateException e) {
      log.atDebug().setCause(e).log("consumer left to end by itself");
    }
  }
}

package io.foyer.platform.nats;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.Nats;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Publisher to NATS with reconnect, for one thread. Its calls block. */
public final class NatsPublisher implements AutoCloseable {
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration STORE_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration RETRY_PAUSE = Duration.ofMillis(250);

  private final Connection connection;

  private NatsPublisher(Connection connection) {
    this.connection = connection;
  }

  /** Connects to one of the servers; reconnects without limit. */
  public static NatsPublisher open(NatsConfig config, String name)
      throws IOException, InterruptedException {
    return new NatsPublisher(
        Nats.connect(
            NatsOptions.of(config, name).maxReconnects(-1).reconnectWait(RETRY_PAUSE).build()));
  }

  /** Publishes a message at most once, without a confirmation. */
  public void send(String subject, byte[] payload) throws IOException {
    try {
      connection.publish(subject, payload);
    } catch (IllegalStateException e) { // the reconnect buffer is full, or the connection closed
      throw new IOException("Not connected to NATS", e);
    }
  }

  /** Waits until the server has received what was sent. */
  public void flush() throws IOException, InterruptedException {
    try {
      connection.flush(REQUEST_TIMEOUT);
    } catch (TimeoutException e) {
      throw new IOException("NATS does not answer", e);
    }
  }

  /**
   * Stores a message in the stream that captures its subject, exactly once: retries under the same
   * {@code Nats-Msg-Id}, by which the stream deduplicates, until it is confirmed.
   *
   * @throws IOException if it was not confirmed within 30 seconds; it may be stored
   */
  public void store(String subject, byte[] payload, String id)
      throws IOException, InterruptedException {
    NatsMessage message =
        NatsMessage.builder()
            .subject(subject)
            .headers(new Headers().add("Nats-Msg-Id", id))
            .data(payload)
            .build();
    long end = System.nanoTime() + STORE_TIMEOUT.toNanos();
    IOException failure = attempt(message);
    while (failure != null) {
      if (System.nanoTime() > end) {
        throw failure;
      }
      Thread.sleep(RETRY_PAUSE);
      failure = attempt(message);
    }
  }

  private @Nullable IOException attempt(NatsMessage message) {
    try {
      connection
          .jetStream(JetStreamOptions.builder().requestTimeout(REQUEST_TIMEOUT).build())
          .publish(message);
      return null;
    } catch (IOException e) {
      return e;
    } catch (JetStreamApiException | IllegalStateException e) {
      return new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

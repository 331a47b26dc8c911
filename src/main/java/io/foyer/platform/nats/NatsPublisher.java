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

/** Publishes to NATS, for one thread. Its calls block. */
public final class NatsPublisher implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration RECONNECT = Duration.ofMillis(250);

  private final Connection connection;

  private NatsPublisher(Connection connection) {
    this.connection = connection;
  }

  /** Connects to one of the servers; a connection that is lost later is made again. */
  public static NatsPublisher open(NatsConfig config, String name)
      throws IOException, InterruptedException {
    return new NatsPublisher(
        Nats.connect(
            NatsOptions.of(config, name).maxReconnects(-1).reconnectWait(RECONNECT).build()));
  }

  /** Sends a message at most once: whether anybody takes it is not known. */
  public void send(String subject, byte[] payload) throws IOException {
    try {
      connection.publish(subject, payload);
    } catch (IllegalStateException e) { // too much waits for a lost connection
      throw new IOException("NATS is away", e);
    }
  }

  /** Waits until the server has read what was sent. */
  public void flush() throws IOException, InterruptedException {
    try {
      connection.flush(ANSWER);
    } catch (TimeoutException e) {
      throw new IOException("NATS does not answer", e);
    }
  }

  /**
   * Stores a message in the stream that captures its subject, once: it is sent again under the same
   * {@code Nats-Msg-Id} until the stream confirms it.
   *
   * @throws IOException if it was not confirmed within half a minute; it may be stored
   */
  public void store(String subject, byte[] payload, String id)
      throws IOException, InterruptedException {
    NatsMessage message =
        NatsMessage.builder()
            .subject(subject)
            .headers(new Headers().add("Nats-Msg-Id", id))
            .data(payload)
            .build();
    long end = System.nanoTime() + PATIENCE.toNanos();
    IOException failure = attempt(message);
    while (failure != null) {
      if (System.nanoTime() > end) {
        throw failure;
      }
      Thread.sleep(RECONNECT);
      failure = attempt(message);
    }
  }

  private @Nullable IOException attempt(NatsMessage message) {
    try {
      connection
          .jetStream(JetStreamOptions.builder().requestTimeout(ANSWER).build())
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

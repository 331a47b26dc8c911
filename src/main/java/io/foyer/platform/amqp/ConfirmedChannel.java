package io.foyer.platform.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A connection and channel with publisher confirms, for one message at a time. */
final class ConfirmedChannel {
  private static final int CLOSE_MILLIS = 3_000;
  private static final int CONFIRM_MILLIS = 5_000;

  private final Connection connection;
  private final Channel channel;
  private final AtomicBoolean returned = new AtomicBoolean();
  private final AtomicBoolean blocked = new AtomicBoolean();

  private ConfirmedChannel(Connection connection, Channel channel) {
    this.connection = connection;
    this.channel = channel;
  }

  static ConfirmedChannel open(Broker broker) throws IOException, TimeoutException {
    Connection connection = broker.connect("foyer dead letters of " + broker.config().queue());
    try {
      Topology.prepare(connection, broker.config());
      Channel channel = connection.createChannel();
      channel.confirmSelect();
      ConfirmedChannel confirmed = new ConfirmedChannel(connection, channel);
      confirmed.listen();
      return confirmed;
    } catch (IOException | RuntimeException e) {
      connection.abort(CLOSE_MILLIS);
      throw e;
    }
  }

  private void listen() {
    channel.addReturnListener(unroutable -> returned.set(true));
    connection.addBlockedListener(reason -> blocked.set(true), () -> blocked.set(false));
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /**
   * Publishes a message to a queue and waits for the confirm, blocking.
   *
   * @throws IOException if the queue does not exist or the broker rejects the message
   * @throws TimeoutException if no confirm arrives
   */
  void publish(String queue, BasicProperties properties, byte[] body)
      throws IOException, TimeoutException, InterruptedException {
    returned.set(false);
    channel.basicPublish("", queue, true, properties, body);
    // The broker sends a return before the confirm of the same message (RabbitMQ, "Publishers").
    if (!confirmed()) {
      throw new IOException("message rejected by the broker");
    }
    if (returned.get()) {
      throw new IOException("no such queue: " + queue);
    }
  }

  private boolean confirmed() throws TimeoutException, InterruptedException {
    while (true) {
      try {
        return channel.waitForConfirms(CONFIRM_MILLIS);
      } catch (TimeoutException e) {
        // A blocked broker has the message in its socket and accepts it when its alarm ends.
        // Giving up now would store the message twice.
        if (!blocked.get()) {
          throw e;
        }
      }
    }
  }

  void close() {
    connection.abort(CLOSE_MILLIS);
  }
}

package io.foyer.platform.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/**
 * One connection with one channel, used for one session. A delivery can be acknowledged only on the
 * channel it came by: after a reconnect there is a new {@code ConsumerChannel}, and the old one
 * cannot write to it.
 *
 * <p>Every method blocks: call it on the consumer's worker thread.
 */
final class ConsumerChannel {
  private static final int CLOSE_MILLIS = 3_000;

  /** Events of a channel; called on threads of the client library, in order. */
  interface Events {
    void delivered(Incoming incoming);

    /** The queue, the channel or the connection was lost. */
    void lost(String cause);
  }

  private final Connection connection;
  private final Channel channel;
  private final String queue;
  private final String consumerTag = "foyer-" + UUID.randomUUID();

  private ConsumerChannel(Connection connection, Channel channel, String queue) {
    this.connection = connection;
    this.channel = channel;
    this.queue = queue;
  }

  /**
   * Connects and declares the queues. At most {@code prefetch} deliveries are unacknowledged at
   * once.
   */
  static ConsumerChannel connect(Broker broker, int prefetch) throws IOException, TimeoutException {
    RabbitMqConfig config = broker.config();
    Connection connection = broker.connect("foyer consumer of " + config.queue());
    try {
      Topology.prepare(connection, config);
      Channel channel = connection.createChannel();
      channel.basicQos(prefetch);
      return new ConsumerChannel(connection, channel, config.queue());
    } catch (IOException | RuntimeException e) {
      connection.abort(CLOSE_MILLIS);
      throw e;
    }
  }

  /** Starts consuming; closes the channel if that fails. */
  void consume(Events events) throws IOException {
    try {
      channel.basicConsume(queue, false, consumerTag, new Listener(channel, events));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Acknowledges deliveries of this channel. */
  void ack(List<UnackedTags.Ack> acks) throws IOException {
    for (UnackedTags.Ack ack : acks) {
      channel.basicAck(ack.tag(), ack.upTo());
    }
  }

  /** Cancels the consumer: the broker sends no more deliveries. */
  void cancel() throws IOException {
    channel.basicCancel(consumerTag);
  }

  /** Closes the connection. The broker requeues unacknowledged deliveries. */
  void close() {
    connection.abort(CLOSE_MILLIS);
  }

  private static final class Listener extends DefaultConsumer {
    private final Events events;

    Listener(Channel channel, Events events) {
      super(channel);
      this.events = events;
    }

    @Override
    public void handleDelivery(
        String tag, Envelope envelope, BasicProperties properties, byte[] body) {
      events.delivered(new Incoming(envelope, properties, Buffer.buffer(body)));
    }

    @Override
    public void handleCancel(String tag) {
      events.lost("queue deleted or moved");
    }

    @Override
    public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
      events.lost(BrokerErrors.text(signal));
    }
  }
}

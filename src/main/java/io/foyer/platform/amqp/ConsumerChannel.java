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
 * One connection with one channel, used once. What was delivered on it can be acknowledged on it
 * only: after a reconnect there is another epoch, and an old one has no way to reach its channel.
 * Every method blocks and belongs on the consumer's worker thread.
 */
final class ConsumerChannel {
  private static final int CLOSE_MILLIS = 3_000;

  /** What happens on an epoch; called on the library's threads, in order. */
  interface Events {
    void delivered(Incoming incoming);

    /** The queue, the channel or the connection is gone. */
    void lost(String why);
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

  /** Connects and prepares the queues; at most {@code prefetch} deliveries will be out at once. */
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

  /** Starts the deliveries; closes the epoch where that fails. */
  void consume(Events events) throws IOException {
    try {
      channel.basicConsume(queue, false, consumerTag, new Listener(channel, events));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  void ack(List<UnackedTags.Ack> acks) throws IOException {
    for (UnackedTags.Ack ack : acks) {
      channel.basicAck(ack.tag(), ack.upTo());
    }
  }

  /** Asks the broker to send nothing more. */
  void cancel() throws IOException {
    channel.basicCancel(consumerTag);
  }

  /** Ends the epoch. The broker returns to the queue whatever was not acknowledged. */
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
      events.lost("the queue was deleted or moved");
    }

    @Override
    public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
      events.lost(BrokerErrors.text(signal));
    }
  }
}

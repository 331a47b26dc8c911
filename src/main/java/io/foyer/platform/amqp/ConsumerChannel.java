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
  private final InboundLimiter limiter;
  private final Channel channel;
  private final String queue;
  private final String consumerTag = "foyer-" + UUID.randomUUID();

  private ConsumerChannel(Broker.Limited limited, Channel channel, String queue) {
    this.connection = limited.connection();
    this.limiter = limited.limiter();
    this.channel = channel;
    this.queue = queue;
  }

  /**
   * Connects and declares the queues. At most {@code prefetch} deliveries are unacknowledged at
   * once, with bodies within the limits.
   */
  static ConsumerChannel connect(
      Broker broker, ConsumedQueue queue, int prefetch, ConsumerLimits limits)
      throws IOException, TimeoutException {
    Broker.Limited limited = broker.connect("foyer consumer of " + queue.name(), limits);
    Connection connection = limited.connection();
    try {
      Topology.prepare(connection, queue);
      Channel channel = connection.createChannel();
      channel.basicQos(prefetch);
      return new ConsumerChannel(limited, channel, queue.name());
    } catch (IOException | RuntimeException e) {
      connection.abort(CLOSE_MILLIS);
      throw e;
    }
  }

  /** Starts consuming; closes the channel if that fails. */
  void consume(Events events) throws IOException {
    try {
      channel.basicConsume(queue, false, consumerTag, new Listener(channel, limiter, events));
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

  /** Gives back the bytes of a delivery that is settled or dropped. Does not block. */
  void release(Incoming incoming) {
    limiter.release(incoming.body().length());
  }

  /** Closes the connection. The broker requeues unacknowledged deliveries. */
  void close() {
    limiter.stopWaiting();
    connection.abort(CLOSE_MILLIS);
  }

  private static final class Listener extends DefaultConsumer {
    private final InboundLimiter limiter;
    private final Events events;

    Listener(Channel channel, InboundLimiter limiter, Events events) {
      super(channel);
      this.limiter = limiter;
      this.events = events;
    }

    @Override
    public void handleDelivery(
        String tag, Envelope envelope, BasicProperties properties, byte[] body) {
      Buffer received = Buffer.buffer(body);
      events.delivered(
          limiter
              .takeCut(envelope.getDeliveryTag())
              .map(cut -> Incoming.cut(envelope, properties, received, cut))
              .orElseGet(() -> new Incoming(envelope, properties, received, received.length())));
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

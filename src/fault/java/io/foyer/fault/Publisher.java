package io.foyer.fault;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A good sender over RabbitMQ: persistent, mandatory, confirmed, and sent again with the same
 * {@code X-Delivery} until the broker has confirmed that it lies in the queue.
 */
final class Publisher implements Courier, AutoCloseable {
  private static final int LANES = 4;
  private static final long CONFIRM_MILLIS = 5_000;

  private final ConnectionFactory factory = new ConnectionFactory();
  private final BlockingQueue<Optional<Lane>> lanes = new LinkedBlockingQueue<>();
  private final String queue;
  private final History history;

  /** A channel of its own connection, and whether a message came back on it. */
  private record Lane(Channel channel, AtomicBoolean returned) {
    void close() {
      channel.getConnection().abort(1_000);
    }
  }

  Publisher(URI broker, String queue, History history) {
    this.queue = queue;
    this.history = history;
    factory.setHost(broker.getHost());
    factory.setPort(broker.getPort());
    factory.setAutomaticRecoveryEnabled(false);
    factory.setConnectionTimeout(2_000);
    for (int i = 0; i < LANES; i++) {
      lanes.add(Optional.empty());
    }
  }

  @Override
  public boolean deliver(WebhookDelivery webhookDelivery, SplittableRandom random, Instant until)
      throws InterruptedException {
    while (Instant.now().isBefore(until)) {
      if (publish(webhookDelivery)) {
        history.add(new Event.Accepted(Instant.now(), webhookDelivery.id(), "amqp"));
        return true;
      }
      Thread.sleep(100 + random.nextLong(200));
    }
    return false;
  }

  private boolean publish(WebhookDelivery webhookDelivery) throws InterruptedException {
    Optional<Lane> lane = lanes.take();
    boolean sound = false;
    try {
      if (lane.isEmpty()) {
        lane = Optional.of(open());
      }
      sound = publish(lane.get(), webhookDelivery);
    } catch (IOException | TimeoutException | ShutdownSignalException e) {
      String why = e.getClass().getSimpleName();
      history.add(new Event.Answered(Instant.now(), webhookDelivery.id(), why));
    } finally {
      if (!sound) {
        lane.ifPresent(Lane::close);
      }
      lanes.add(sound ? lane : Optional.empty());
    }
    return sound;
  }

  private boolean publish(Lane lane, WebhookDelivery webhookDelivery)
      throws IOException, TimeoutException, InterruptedException {
    lane.returned().set(false);
    BasicProperties properties =
        new BasicProperties.Builder()
            .deliveryMode(2)
            .headers(
                Map.of(
                    "X-Model", "scale_team",
                    "X-Event", webhookDelivery.kind().event(),
                    "X-Delivery", webhookDelivery.id()))
            .build();
    byte[] body = webhookDelivery.body().encode().getBytes(StandardCharsets.UTF_8);
    lane.channel().basicPublish("", queue, true, properties, body);
    // A return comes before its confirm.
    return lane.channel().waitForConfirms(CONFIRM_MILLIS) && !lane.returned().get();
  }

  private Lane open() throws IOException, TimeoutException {
    Channel channel = factory.newConnection("fault-load").createChannel();
    AtomicBoolean returned = new AtomicBoolean();
    channel.confirmSelect();
    channel.addReturnListener(back -> returned.set(true));
    return new Lane(channel, returned);
  }

  @Override
  public void close() {
    lanes.forEach(lane -> lane.ifPresent(Lane::close));
  }
}

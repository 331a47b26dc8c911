package io.foyer.testing;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The RabbitMQ of the tests, as its operator and as a publisher that waits for confirms. Connects
 * for each call, because the tests cut connections.
 */
public final class RabbitMqBroker {
  private final Services services = Services.find();

  /** What is done on a channel. */
  public interface Call<T> {
    T on(Channel channel) throws Exception;
  }

  public URI uri() {
    return services.rabbitmq();
  }

  /** Makes a call; what it published is confirmed on return. */
  public <T> T with(Call<T> call) {
    ConnectionFactory factory = new ConnectionFactory();
    try {
      factory.setUri(uri());
      try (Connection connection = factory.newConnection("test");
          Channel channel = connection.createChannel()) {
        channel.confirmSelect();
        T result = call.on(channel);
        channel.waitForConfirmsOrDie(10_000);
        return result;
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public void declare(String queue) {
    with(channel -> channel.queueDeclare(queue, true, false, false, Map.of()));
  }

  /** Deletes a queue, which need not exist. */
  public void delete(String queue) {
    with(channel -> channel.queueDelete(queue));
  }

  /** Publishes persistent messages. */
  public void publish(String queue, String... bodies) {
    with(
        channel -> {
          for (String body : bodies) {
            publish(channel, queue, MessageProperties.PERSISTENT_BASIC, body);
          }
          return bodies;
        });
  }

  /** Publishes a message with properties of its own. */
  public void publish(String queue, BasicProperties properties, byte[] body) {
    with(
        channel -> {
          channel.basicPublish("", queue, properties, body);
          return body;
        });
  }

  private static void publish(
      Channel channel, String queue, BasicProperties properties, String body) throws IOException {
    channel.basicPublish("", queue, properties, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Messages ready for delivery; those out at a consumer do not count. */
  public int ready(String queue) {
    return with(channel -> channel.queueDeclarePassive(queue).getMessageCount());
  }

  /** Messages that are not acknowledged yet, at a consumer or not; 0 where the queue is missing. */
  public int unacknowledged(String queue) {
    return Shell.output(services.rabbitmqctl().toString(), "-q", "list_queues", "name", "messages")
        .lines()
        .map(line -> line.split("\t"))
        .filter(columns -> columns[0].equals(queue))
        .mapToInt(columns -> Integer.parseInt(columns[1].trim()))
        .sum();
  }

  public int consumers(String queue) {
    return with(channel -> channel.queueDeclarePassive(queue).getConsumerCount());
  }

  /** Takes all messages that are ready. */
  public List<GetResponse> takeAll(String queue) {
    return with(
        channel -> {
          List<GetResponse> taken = new ArrayList<>();
          for (GetResponse next = channel.basicGet(queue, true);
              next != null;
              next = channel.basicGet(queue, true)) {
            taken.add(next);
          }
          return taken;
        });
  }

  public void closeAllConnections() {
    ctl("close_all_connections", "test");
  }

  /** Blocks every connection that publishes. */
  public void memoryAlarm(boolean on) {
    if (on) {
      ctl("set_vm_memory_high_watermark", "absolute", "1MB");
    } else {
      ctl("set_vm_memory_high_watermark", "0.4");
    }
  }

  /** Runs rabbitmqctl. */
  public void ctl(String... words) {
    Shell.run(
        Stream.concat(Stream.of(services.rabbitmqctl().toString()), Stream.of(words))
            .toArray(String[]::new));
  }

  /** Breaks or mends its process; takes a verb of {@link Services#controlRabbitmq}. */
  public void control(String verb) {
    services.controlRabbitmq(verb);
  }
}

package io.foyer.fault;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.foyer.testing.Services;
import io.foyer.testing.Shell;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** The operator's side of RabbitMQ. Connects for each call, because the tests cut connections. */
final class Broker {
  private final Services services = Services.find();

  private interface Call<T> {
    T on(Channel channel) throws IOException;
  }

  URI address() {
    return services.rabbitmq();
  }

  private <T> T with(Call<T> call) {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(address().getHost());
    factory.setPort(address().getPort());
    try (Connection connection = factory.newConnection("fault-operator")) {
      return call.on(connection.createChannel());
    } catch (IOException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Messages that wait in a queue. */
  int ready(String queue) {
    return with(channel -> channel.queueDeclarePassive(queue).getMessageCount());
  }

  /** Messages that nobody acknowledged yet, at a consumer or not. */
  int unsettled(String queue) {
    String[] lines =
        Shell.output(services.rabbitmqctl().toString(), "-q", "list_queues", "name", "messages")
            .split("\n");
    return Arrays.stream(lines)
        .map(line -> line.split("\t"))
        .filter(columns -> columns[0].equals(queue))
        .mapToInt(columns -> Integer.parseInt(columns[1].trim()))
        .sum();
  }

  int consumers(String queue) {
    return with(channel -> channel.queueDeclarePassive(queue).getConsumerCount());
  }

  boolean exists(String queue) {
    try {
      return ready(queue) >= 0;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  void delete(String queue) {
    with(channel -> channel.queueDelete(queue));
  }

  /** Publishes what no door can read. */
  void poison(String queue, int count) {
    BasicProperties headers =
        new BasicProperties.Builder()
            .deliveryMode(2)
            .headers(Map.of("X-Model", "scale_team", "X-Event", "create"))
            .build();
    with(
        channel -> {
          for (int i = 0; i < count; i++) {
            channel.basicPublish("", queue, headers, "null".getBytes(StandardCharsets.UTF_8));
          }
          return count;
        });
  }

  void closeAllConnections() {
    ctl("close_all_connections", "fault test");
  }

  /** Blocks every connection that publishes. */
  void memoryAlarm(boolean on) {
    ctl("set_vm_memory_high_watermark", on ? "0.00000001" : "0.4");
  }

  /** Takes a verb of {@link Services#rabbitmqControl}. */
  void control(String verb) {
    Shell.run(services.rabbitmqControl().toString(), verb);
  }

  private void ctl(String... words) {
    String[] command = new String[words.length + 1];
    command[0] = services.rabbitmqctl().toString();
    System.arraycopy(words, 0, command, 1, words.length);
    Shell.run(command);
  }
}

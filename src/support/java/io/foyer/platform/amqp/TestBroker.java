package io.foyer.platform.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import io.foyer.platform.config.Secret;
import io.foyer.testing.Services;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The operator's side of the broker. Connects for each call, because the tests cut connections. */
final class TestBroker {
  private final Services services = Services.find();
  private final URI uri = services.rabbitmq();

  interface Call<T> {
    T on(Channel channel) throws Exception;
  }

  <T> T with(Call<T> call) {
    ConnectionFactory factory = new ConnectionFactory();
    try {
      factory.setUri(uri);
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

  RabbitMqConfig config(String queue) {
    return config(queue, true, "guest", "guest");
  }

  RabbitMqConfig config(String queue, boolean declare, String user, String password) {
    return new RabbitMqConfig(
        uri.getHost(), uri.getPort(), "", user, Secret.of(password), queue, declare, "", 16);
  }

  void declare(String queue) {
    with(channel -> channel.queueDeclare(queue, true, false, false, Map.of()));
  }

  void delete(String queue) {
    with(channel -> channel.queueDelete(queue));
  }

  void publish(String queue, String... bodies) {
    with(
        channel -> {
          for (String body : bodies) {
            publish(channel, queue, MessageProperties.PERSISTENT_BASIC, body);
          }
          return bodies;
        });
  }

  void publish(String queue, BasicProperties properties, String body) {
    with(channel -> publish(channel, queue, properties, body));
  }

  private static String publish(
      Channel channel, String queue, BasicProperties properties, String body) throws IOException {
    channel.basicPublish("", queue, properties, body.getBytes(StandardCharsets.UTF_8));
    return body;
  }

  /** Messages ready for delivery; those out at a consumer do not count. */
  int ready(String queue) {
    return with(channel -> channel.queueDeclarePassive(queue).getMessageCount());
  }

  List<GetResponse> takeAll(String queue) {
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

  /** Runs rabbitmqctl. */
  void ctl(String... words) {
    run(services.rabbitmqctl(), words);
  }

  /** Breaks or mends the broker's process. */
  void control(String verb) {
    run(services.rabbitmqControl(), verb);
  }

  private static void run(Path program, String... words) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(words));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(90, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException("failed: " + command);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}

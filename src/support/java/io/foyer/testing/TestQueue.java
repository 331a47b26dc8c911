package io.foyer.testing;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A queue on the real broker, as its operator and its publisher see it. */
public final class TestQueue implements AutoCloseable {
  private final URI uri = Services.find().rabbitmq();
  private final String name;
  private final Connection connection;

  /** The queue of this name, empty; the program declares it. */
  public TestQueue(String name) {
    this.name = name;
    ConnectionFactory factory = new ConnectionFactory();
    try {
      factory.setUri(uri);
      this.connection = factory.newConnection("test");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    forget();
  }

  private interface Call<T> {
    T on(Channel channel) throws Exception;
  }

  private <T> T with(Call<T> call) {
    try (Channel channel = connection.createChannel()) {
      return call.on(channel);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the program is told about it. */
  public Map<String, String> environment() {
    return Map.of(
        "RABBITMQ_HOST", uri.getHost(),
        "RABBITMQ_PORT", Integer.toString(uri.getPort()),
        "RABBITMQ_QUEUE", name);
  }

  /** Declares it, as an operator does where the program may not. */
  public void declare() {
    with(channel -> channel.queueDeclare(name, true, false, false, Map.of()));
    with(channel -> channel.queueDeclare(name + ".dead", true, false, false, Map.of()));
  }

  /** Publishes a delivery and waits until the broker has it. */
  public void publish(Map<String, String> headers, byte[] body) {
    with(
        channel -> {
          channel.confirmSelect();
          channel.basicPublish(
              "",
              name,
              new BasicProperties.Builder().deliveryMode(2).headers(new HashMap<>(headers)).build(),
              body);
          channel.waitForConfirmsOrDie(10_000);
          return body;
        });
  }

  /** Messages that nobody has taken; those out at a consumer do not count. */
  public int ready() {
    return with(channel -> channel.queueDeclarePassive(name).getMessageCount());
  }

  /** Who consumes it. */
  public int consumers() {
    return with(channel -> channel.queueDeclarePassive(name).getConsumerCount());
  }

  /** Dead letters that wait. */
  public int dead() {
    return with(channel -> channel.queueDeclarePassive(name + ".dead").getMessageCount());
  }

  /** Takes the oldest dead letter. */
  public Optional<GetResponse> takeDead() {
    return with(channel -> Optional.ofNullable(channel.basicGet(name + ".dead", true)));
  }

  private void forget() {
    with(channel -> channel.queueDelete(name));
    with(channel -> channel.queueDelete(name + ".dead"));
  }

  @Override
  public void close() {
    forget();
    connection.abort();
  }
}

package io.foyer.testing;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A queue of the RabbitMQ of the tests and its dead letters. */
public final class TestQueue implements AutoCloseable {
  private final RabbitMqBroker broker = new RabbitMqBroker();
  private final String name;
  private final String dead;

  /** The queue of this name, empty; the program declares it. */
  public TestQueue(String name) {
    this.name = name;
    this.dead = name + ".dead";
    close();
  }

  /** What the program is told about it. */
  public Map<String, String> environment() {
    return Map.of(
        "RABBITMQ_HOST", broker.uri().getHost(),
        "RABBITMQ_PORT", Integer.toString(broker.uri().getPort()),
        "RABBITMQ_QUEUE", name);
  }

  /** Declares it, as an operator does where the program may not. */
  public void declare() {
    broker.declare(name);
    broker.declare(dead);
  }

  /** Publishes a delivery and waits until the broker has it. */
  public void publish(Map<String, String> headers, byte[] body) {
    broker.publish(
        name,
        new BasicProperties.Builder().deliveryMode(2).headers(new HashMap<>(headers)).build(),
        body);
  }

  /** Messages ready for delivery; those out at a consumer do not count. */
  public int ready() {
    return broker.ready(name);
  }

  public int consumers() {
    return broker.consumers(name);
  }

  /** Dead letters that wait. */
  public int dead() {
    return broker.ready(dead);
  }

  /** Takes the oldest dead letter. */
  public Optional<GetResponse> takeDead() {
    return broker.with(channel -> Optional.ofNullable(channel.basicGet(dead, true)));
  }

  @Override
  public void close() {
    broker.delete(name);
    broker.delete(dead);
  }
}

package io.foyer.platform.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Publishes dead letters, on a connection of their own: in a memory alarm the broker stops reading
 * from connections that publish, and acknowledgements must go on.
 */
final class DeadLetters {
  private static final int REASON_LENGTH = 500;

  /** Headers by which the broker would route copies to other queues. */
  private static final Set<String> ROUTING_HEADERS = Set.of("CC", "BCC");

  private final Publisher publisher;
  private final String queue;

  DeadLetters(Publisher publisher, ConsumedQueue consumed) {
    this.publisher = publisher;
    this.queue = consumed.deadLetters();
  }

  /** Publishes a message with the reason; succeeds once the broker has confirmed it. */
  Future<Void> publish(Incoming incoming, String reason) {
    return publisher.publish(queue, marked(incoming, reason), incoming.body());
  }

  /** Closes the connection after pending messages; gives up on those a blocked broker holds up. */
  Future<Void> close() {
    return publisher.close();
  }

  private static BasicProperties marked(Incoming incoming, String reason) {
    Map<String, Object> headers = new HashMap<>();
    incoming
        .table()
        .forEach(
            (name, value) ->
                headers.put(ROUTING_HEADERS.contains(name) ? "x-foyer-" + name : name, value));
    headers.put("x-foyer-reason", reason.substring(0, Math.min(reason.length(), REASON_LENGTH)));
    headers.put("x-foyer-exchange", incoming.envelope().getExchange());
    headers.put("x-foyer-routing-key", incoming.envelope().getRoutingKey());
    return incoming
        .properties()
        .builder()
        .headers(headers)
        .deliveryMode(2)
        .expiration(null) // dead letters must not expire
        .userId(null) // the broker rejects the id of another user
        .build();
  }
}

package io.foyer.platform.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.LongString;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A message with its envelope from the client library. The delivery tag is valid on its own channel
 * only.
 */
record Incoming(Envelope envelope, BasicProperties properties, Buffer body) {
  long tag() {
    return envelope.getDeliveryTag();
  }

  Map<String, Object> table() {
    return Optional.ofNullable(properties.getHeaders()).orElseGet(Map::of);
  }

  Delivery delivery() {
    return new Delivery(
        texts(), body, envelope.isRedeliver(), Optional.ofNullable(properties.getMessageId()));
  }

  private Map<String, String> texts() {
    Map<String, String> texts = new HashMap<>();
    table()
        .forEach(
            (name, value) -> {
              if (value instanceof LongString
                  || value instanceof String
                  || value instanceof Number
                  || value instanceof Boolean) {
                texts.put(name, value.toString());
              }
            });
    return texts;
  }
}

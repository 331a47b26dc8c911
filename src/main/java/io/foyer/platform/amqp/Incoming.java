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
 *
 * @param body the beginning of the body if it was cut, else all of it
 * @param size bytes of the whole body
 */
record Incoming(Envelope envelope, BasicProperties properties, Buffer body, long size) {
  /** A message whose body was cut; headers tell the size and the hash of the whole. */
  static Incoming cut(
      Envelope envelope, BasicProperties properties, Buffer body, InboundLimiter.Cut cut) {
    Map<String, Object> headers =
        new HashMap<>(Optional.ofNullable(properties.getHeaders()).orElseGet(Map::of));
    headers.put("x-foyer-body-size", cut.size());
    headers.put("x-foyer-body-sha256", cut.sha256());
    return new Incoming(envelope, properties.builder().headers(headers).build(), body, cut.size());
  }

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

package io.foyer.platform.amqp;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;

/**
 * One message delivered by the broker.
 *
 * @param headers text, number and boolean values of the header table, as text; names keep their
 *     case, tables and lists are left out
 * @param body may be empty; at most 8 MiB
 * @param redelivered whether it may have been delivered before
 * @param messageId id set by the publisher
 */
public record Delivery(
    Map<String, String> headers, Buffer body, boolean redelivered, Optional<String> messageId) {
  /** Copies the headers. */
  public Delivery {
    headers = Map.copyOf(headers);
  }
}

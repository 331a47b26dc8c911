package io.foyer.platform.amqp;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import java.util.Optional;

/**
 * One message as the broker gave it.
 *
 * @param headers the text, number and truth values of the header table, as text; names keep their
 *     case, tables and lists are left out
 * @param body may be empty; at most 8 MiB
 * @param redelivered whether somebody may have seen it before
 * @param messageId what the publisher called it
 */
public record Delivery(
    Map<String, String> headers, Buffer body, boolean redelivered, Optional<String> messageId) {
  /** Keeps its own copy of the headers. */
  public Delivery {
    headers = Map.copyOf(headers);
  }
}

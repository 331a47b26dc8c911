package io.foyer.platform.amqp;

import io.vertx.core.Future;

/** Store for poison messages that the dead-letter queue does not accept. */
@FunctionalInterface
public interface Quarantine {
  /**
   * Stores a delivery with its reason; succeeds once committed. The same delivery may come twice.
   */
  Future<Void> keep(Delivery delivery, String reason);
}

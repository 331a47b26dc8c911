package io.foyer.platform.amqp;

import io.vertx.core.Future;

/** Where poison goes when the broker does not take it: where no dead-letter queue may be made. */
@FunctionalInterface
public interface Quarantine {
  /** Keeps a delivery and why; succeeds once it is committed. The same one may come twice. */
  Future<Void> keep(Delivery delivery, String reason);
}

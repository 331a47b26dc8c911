package io.foyer.platform.amqp;

import io.vertx.core.Future;

/** Handler of a feature for the deliveries of a queue. */
@FunctionalInterface
public interface DeliveryHandler {
  /**
   * Handles a delivery. Called on the consumer's context, up to prefetch calls at once; the same
   * message may be delivered again, even while an earlier call for it still runs.
   *
   * @return the result, once it is committed. A failed future means a temporary failure (the store
   *     is unavailable): the message is requeued and consuming pauses, so an invalid message must
   *     be {@link HandlingResult.Poison} instead. The future must complete within a deadline of its
   *     own: until then it occupies one slot of the prefetch.
   */
  Future<HandlingResult> handle(Delivery delivery);
}

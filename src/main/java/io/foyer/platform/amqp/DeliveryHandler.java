package io.foyer.platform.amqp;

import io.vertx.core.Future;

/** What a feature does with one delivery. */
@FunctionalInterface
public interface DeliveryHandler {
  /**
   * Judges a delivery. Called on the consumer's context, up to prefetch calls at once; the same
   * message may come again, even while an earlier call for it still runs.
   *
   * @return the verdict once it is committed. A failed future means that nothing can be said just
   *     now (the store is away): the message goes back to the queue and consuming pauses, so a
   *     message that is itself at fault must be {@link HandlingResult.Poison} instead. The future
   *     must complete within a deadline of its own: until then it holds one place of the prefetch.
   */
  Future<HandlingResult> handle(Delivery delivery);
}

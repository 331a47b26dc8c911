package io.foyer.platform.amqp;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Processes one delivery: calls the handler and dead-letters or quarantines poison messages. */
final class DeliveryProcessor {
  private static final Logger log = LoggerFactory.getLogger(DeliveryProcessor.class);

  private final DeliveryHandler handler;
  private final DeadLetters deadLetters;
  private final Optional<Quarantine> quarantine;
  private final ConsumerLimits limits;

  DeliveryProcessor(
      DeliveryHandler handler,
      DeadLetters deadLetters,
      Optional<Quarantine> quarantine,
      ConsumerLimits limits) {
    this.handler = handler;
    this.limits = limits;
    this.deadLetters = deadLetters;
    this.quarantine = quarantine;
  }

  /**
   * Handles a delivery; succeeds once everything its result demands is done, so that it may be
   * acknowledged.
   *
   * @param ours whether the delivery can still be acknowledged. If not it will be redelivered, and
   *     dead-lettering it now would store it twice
   */
  Future<HandlingResult> process(Incoming incoming, BooleanSupplier ours) {
    return handle(incoming)
        .compose(
            result ->
                switch (result) {
                  case HandlingResult.Done done -> Future.succeededFuture(result);
                  case HandlingResult.Ignored ignored -> Future.succeededFuture(result);
                  case HandlingResult.Poison poison ->
                      deadLetter(incoming, poison.reason(), ours).map(result);
                });
  }

  private Future<HandlingResult> handle(Incoming incoming) {
    if (incoming.size() > limits.maxBody()) {
      return Future.succeededFuture(
          new HandlingResult.Poison(
              "body of " + incoming.size() + " bytes is over " + limits.maxBody()));
    }
    try {
      return handler.handle(incoming.delivery());
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private Future<Void> deadLetter(Incoming incoming, String reason, BooleanSupplier ours) {
    return whileOurs(ours)
        .compose(still -> deadLetters.publish(incoming, reason))
        .recover(cause -> whileOurs(ours).compose(still -> quarantined(incoming, reason, cause)));
  }

  private Future<Void> quarantined(Incoming incoming, String reason, Throwable cause) {
    if (quarantine.isEmpty()) {
      return Future.failedFuture(cause);
    }
    log.atWarn()
        .addKeyValue("cause", BrokerErrors.text(cause))
        .log("Dead-letter publish failed, message quarantined");
    return quarantine.get().keep(incoming.delivery(), reason);
  }

  private static Future<Void> whileOurs(BooleanSupplier ours) {
    return ours.getAsBoolean()
        ? Future.succeededFuture()
        : Future.failedFuture(new IllegalStateException("delivery was requeued"));
  }
}

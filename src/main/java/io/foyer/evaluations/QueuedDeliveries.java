package io.foyer.evaluations;

import io.foyer.evaluations.EvaluationDoor.Event;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.amqp.Delivery;
import io.foyer.platform.amqp.DeliveryHandler;
import io.foyer.platform.amqp.HandlingResult;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RabbitMQ intake: the same headers and bodies as the webhook, without a secret, since access to
 * the queue is the authentication.
 */
final class QueuedDeliveries implements DeliveryHandler {
  private static final Logger log = LoggerFactory.getLogger(QueuedDeliveries.class);

  private final EvaluationDoor door;

  QueuedDeliveries(EvaluationDoor door) {
    this.door = door;
  }

  @Override
  public Future<HandlingResult> handle(Delivery delivery) {
    if (!"scale_team".equals(delivery.headers().get("X-Model"))) {
      return Future.succeededFuture(new HandlingResult.Ignored("unhandled model"));
    }
    Optional<Event> event =
        Optional.ofNullable(delivery.headers().get("X-Event")).flatMap(Event::named);
    if (event.isEmpty()) {
      return Future.succeededFuture(new HandlingResult.Ignored("unhandled event"));
    }
    Optional<String> id =
        Optional.ofNullable(delivery.headers().get("X-Delivery")).filter(text -> !text.isEmpty());
    return door.take(event.get(), id, delivery.body().getBytes())
        .<HandlingResult>map(fresh -> new HandlingResult.Done())
        .recover(QueuedDeliveries::resultOf);
  }

  private static Future<HandlingResult> resultOf(Throwable cause) {
    if (!(cause instanceof ProblemException known)) {
      // An unexpected failure is attributed to this message, so that it does not block the others.
      log.atError().setCause(cause).log("Delivery failed unexpectedly, kept as a dead letter");
      return Future.succeededFuture(new HandlingResult.Poison("failed unexpectedly"));
    }
    return switch (known.problem()) {
      case Problem.Unavailable away -> Future.failedFuture(cause);
      case Problem.TooMany busy -> Future.failedFuture(cause);
      case Problem.Invalid invalid -> poison(invalid);
      case Problem.Conflict conflict -> poison(conflict);
      case Problem.TooLarge large -> poison(large);
      case Problem.Denied denied -> poison(denied);
      case Problem.Forbidden forbidden -> poison(forbidden);
      case Problem.NotFound notFound -> poison(notFound);
    };
  }

  private static Future<HandlingResult> poison(Problem problem) {
    return Future.succeededFuture(new HandlingResult.Poison(problem.detail()));
  }
}

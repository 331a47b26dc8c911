package io.foyer.evaluations;

import io.foyer.platform.Ids;
import io.foyer.platform.Problem;
import io.foyer.platform.db.DatabaseFailure;
import io.foyer.platform.inbox.DedupeKey;
import io.foyer.platform.inbox.InboxStore.DedupeResult;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shared intake of deliveries from webhook and queue: parses, deduplicates and commits them. Called
 * on any event loop.
 */
final class EvaluationDoor {
  /**
   * All doors carry deliveries of the one intranet, so that a delivery that comes by two of them is
   * still one.
   */
  static final String SOURCE = "intra";

  private static final Logger log = LoggerFactory.getLogger(EvaluationDoor.class);

  private final EvaluationIntake intake;
  private final Ids ids;
  private final EvaluationFormat format;

  EvaluationDoor(Ids ids, EvaluationFormat format, EvaluationIntake intake) {
    this.ids = ids;
    this.format = format;
    this.intake = intake;
  }

  /** Event type of a delivery. */
  enum Event {
    CREATE,
    UPDATE,
    DESTROY;

    /** The event of this name, in the case it is written on the wire. */
    static Optional<Event> named(String name) {
      return switch (name) {
        case "create" -> Optional.of(CREATE);
        case "update" -> Optional.of(UPDATE);
        case "destroy" -> Optional.of(DESTROY);
        default -> Optional.empty();
      };
    }
  }

  /**
   * Takes one delivery in.
   *
   * @param id the sender's id of the delivery, if it gave one
   * @return whether it was new, after the commit; fails with {@link Problem.Invalid} if it can
   *     never be accepted, {@link Problem.Conflict} if it contradicts an earlier one of the same
   *     id, {@link Problem.Unavailable} if it cannot be written just now
   */
  Future<Boolean> take(Event event, Optional<String> id, byte[] body) {
    if (id.filter(text -> text.length() > DedupeKey.MAX_ID_LENGTH).isPresent()) {
      return Future.failedFuture(invalid("X-Delivery", "must be at most 200 characters"));
    }
    return Future.succeededFuture(body)
        .map(bytes -> format.read(bytes, event == Event.DESTROY))
        .compose(read -> intake.accept(DedupeKey.of(ids, SOURCE, id, event.name(), body), read))
        .compose(EvaluationDoor::judge, EvaluationDoor::explain);
  }

  private static Future<Boolean> judge(DedupeResult dedupeResult) {
    return switch (dedupeResult) {
      case FRESH -> Future.succeededFuture(true);
      case REPEATED -> Future.succeededFuture(false);
      case CONTRADICTING ->
          Future.failedFuture(
              new Problem.Conflict("This X-Delivery came before with another body.").asException());
    };
  }

  private static Future<Boolean> explain(Throwable cause) {
    if (DatabaseFailure.of(cause) == DatabaseFailure.DATA) {
      log.atWarn().setCause(cause).log("Database rejects a delivery that passed validation");
      return Future.failedFuture(invalid("", "holds a value that cannot be stored"));
    }
    return Future.failedFuture(cause);
  }

  private static Throwable invalid(String field, String reason) {
    return new Problem.Invalid("malformed: " + field, List.of(new Problem.Field(field, reason)))
        .asException();
  }
}

package io.foyer.feeds;

import io.vertx.core.Future;
import java.util.List;

/**
 * A stretch on its way into the database.
 *
 * @param from where the stream stands until then: that much is committed
 * @param moved where it stands when the stretch is committed
 */
record InFlightBatch(Checkpoint from, List<DecodedMessage> entries, Future<Checkpoint> moved) {
  /** Nothing to be written. */
  static InFlightBatch none(Checkpoint checkpoint) {
    return new InFlightBatch(checkpoint, List.of(), Future.succeededFuture(checkpoint));
  }

  boolean underWay() {
    return !moved.isComplete();
  }
}

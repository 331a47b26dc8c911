package io.foyer.feeds;

import io.vertx.core.Future;
import java.util.List;

/**
 * A batch that is being committed.
 *
 * @param from checkpoint before the batch, already committed
 * @param moved checkpoint after the commit of the batch
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

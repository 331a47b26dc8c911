package io.foyer.feeds;

import io.vertx.core.Future;
import java.util.List;

/**
 * A stretch on its way into the database.
 *
 * @param from where the stream stands until then: that much is committed
 * @param moved where it stands when the stretch is committed
 */
record Writing(Place from, List<Entry> entries, Future<Place> moved) {
  /** Nothing to be written. */
  static Writing none(Place place) {
    return new Writing(place, List.of(), Future.succeededFuture(place));
  }

  boolean underWay() {
    return !moved.isComplete();
  }
}

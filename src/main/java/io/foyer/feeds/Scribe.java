package io.foyer.feeds;

import static io.foyer.feeds.Awaited.done;

import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.DatabaseFailure;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes stretches of messages: what PostgreSQL refuses although it could be read is found by
 * halving and put in quarantine, so that the others do not wait for it. For one thread.
 */
final class Scribe {
  private static final Logger log = LoggerFactory.getLogger(Scribe.class);

  private final BatchStore batches;
  private final Partitions partitions;
  private final WakeupNotifier wakeupNotifier;
  private final FeedMeters meters;

  Scribe(
      BatchStore batches, Partitions partitions, WakeupNotifier wakeupNotifier, FeedMeters meters) {
    this.batches = batches;
    this.partitions = partitions;
    this.wakeupNotifier = wakeupNotifier;
    this.meters = meters;
  }

  /** Sends a stretch that follows a place to the database. */
  Writing begin(Place place, List<Entry> entries)
      throws InterruptedException, TimeoutException, ExecutionException {
    for (Entry entry : entries) {
      partitions.ready(entry);
    }
    return new Writing(
        place,
        entries,
        batches
            .write(place, entries)
            .onSuccess(
                moved -> {
                  meters.written(entries);
                  wakeupNotifier.wake(Feeds.TOPIC);
                }));
  }

  /** Waits for its commit. */
  Place finish(Writing writing)
      throws InterruptedException, TimeoutException, ExecutionException, LostLease {
    try {
      return done(writing.moved());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (DatabaseFailure.of(cause) != DatabaseFailure.DATA || Partitions.missing(cause)) {
        throw e;
      }
      return halves(writing.from(), writing.entries(), cause);
    }
  }

  private Place store(Place place, List<Entry> entries)
      throws InterruptedException, TimeoutException, ExecutionException, LostLease {
    return finish(begin(place, entries));
  }

  /** The data of one of them is at fault. */
  private Place halves(Place place, List<Entry> entries, Throwable cause)
      throws InterruptedException, TimeoutException, ExecutionException, LostLease {
    if (entries.size() > 1) {
      int half = entries.size() / 2;
      Place between = store(place, entries.subList(0, half));
      return store(between, entries.subList(half, entries.size()));
    }
    Entry only = entries.getFirst();
    if (!only.readable()) {
      throw new ExecutionException(cause); // its bytes alone are refused: no wording helps
    }
    String why = "PostgreSQL refuses its values, SQLSTATE " + DatabaseFailure.state(cause);
    return store(place, List.of(Entry.refused(only.feed(), only.message(), why)));
  }

  /** What follows a place is not in the stream any more, up to {@code last}. */
  Place lost(Place place, long last)
      throws InterruptedException, TimeoutException, ExecutionException, LostLease {
    log.atError()
        .addKeyValue("stream", place.lease().stream())
        .addKeyValue("first", place.seq() + 1)
        .addKeyValue("last", last)
        .log("Feeds: the stream has lost messages before they were written");
    Place moved = done(batches.lost(place, last));
    meters.lost(last - place.seq());
    return moved;
  }
}

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
 * Writes batches of messages. A decoded message that PostgreSQL rejects is found by bisection and
 * put in quarantine, so that it does not block the others. Not thread-safe.
 */
final class BatchWriter {
  private static final Logger log = LoggerFactory.getLogger(BatchWriter.class);

  private final BatchStore batches;
  private final Partitions partitions;
  private final WakeupNotifier wakeupNotifier;
  private final FeedMeters meters;

  BatchWriter(
      BatchStore batches, Partitions partitions, WakeupNotifier wakeupNotifier, FeedMeters meters) {
    this.batches = batches;
    this.partitions = partitions;
    this.wakeupNotifier = wakeupNotifier;
    this.meters = meters;
  }

  /** Sends a stretch that follows a place to the database. */
  InFlightBatch begin(Checkpoint checkpoint, List<DecodedMessage> entries)
      throws InterruptedException, TimeoutException, ExecutionException {
    for (DecodedMessage decodedMessage : entries) {
      partitions.ready(decodedMessage);
    }
    return new InFlightBatch(
        checkpoint,
        entries,
        batches
            .write(checkpoint, entries)
            .onSuccess(
                moved -> {
                  meters.written(entries);
                  wakeupNotifier.wake(Feeds.TOPIC);
                }));
  }

  /** Waits for its commit. */
  Checkpoint finish(InFlightBatch inFlightBatch)
      throws InterruptedException, TimeoutException, ExecutionException, LostLease {
    try {
      return done(inFlightBatch.moved());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (DatabaseFailure.of(cause) != DatabaseFailure.DATA || Partitions.missing(cause)) {
        throw e;
      }
      return halves(inFlightBatch.from(), inFlightBatch.entries(), cause);
    }
  }

  private Checkpoint store(Checkpoint checkpoint, List<DecodedMessage> entries)
      throws InterruptedException, TimeoutException, ExecutionException, LostLease {
    return finish(begin(checkpoint, entries));
  }

  /** The data of one of them is at fault. */
  private Checkpoint halves(Checkpoint checkpoint, List<DecodedMessage> entries, Throwable cause)
      throws InterruptedException, TimeoutException, ExecutionException, LostLease {
    if (entries.size() > 1) {
      int half = entries.size() / 2;
      Checkpoint between = store(checkpoint, entries.subList(0, half));
      return store(between, entries.subList(half, entries.size()));
    }
    DecodedMessage only = entries.getFirst();
    if (!only.readable()) {
      throw new ExecutionException(cause); // its bytes alone are refused: no wording helps
    }
    String why = "PostgreSQL refuses its values, SQLSTATE " + DatabaseFailure.state(cause);
    return store(checkpoint, List.of(DecodedMessage.refused(only.feed(), only.message(), why)));
  }

  /** What follows a place is not in the stream any more, up to {@code last}. */
  Checkpoint lost(Checkpoint checkpoint, long last)
      throws InterruptedException, TimeoutException, ExecutionException, LostLease {
    log.atError()
        .addKeyValue("stream", checkpoint.lease().stream())
        .addKeyValue("first", checkpoint.seq() + 1)
        .addKeyValue("last", last)
        .log("Feed messages lost before they were written");
    Checkpoint moved = done(batches.lost(checkpoint, last));
    meters.lost(last - checkpoint.seq());
    return moved;
  }
}

package io.foyer.feeds;

import static io.foyer.feeds.Awaited.done;

import io.foyer.feeds.BatchStore.Numbered;
import io.foyer.feeds.LeaseStore.Lease;
import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.nats.NatsConfig;
import io.foyer.platform.nats.NatsLink;
import io.foyer.platform.nats.RawStreamMessage;
import io.foyer.platform.nats.StreamGetReader;
import io.foyer.platform.nats.StreamMessage;
import io.foyer.platform.nats.StreamReader;
import io.foyer.platform.nats.StreamSettings;
import io.foyer.platform.nats.StreamState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Ingest session of a stream: with a lease and its own connection, reads from the checkpoint on and
 * writes batches until an error occurs. Not thread-safe.
 */
final class IngestSession {
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final int MOST = 2_000;
  private static final long NOWHERE = -1;
  private static final long MOST_BYTES = 8L * 1024 * 1024;

  private final House house;
  private final Map<String, Feed> feeds;
  private final Lease lease;
  private final BooleanSupplier ending;
  private final BatchWriter writer;

  /** Dependencies. */
  record House(
      NatsConfig nats,
      StreamSettings stream,
      LeaseStore leases,
      IncarnationStore incarnations,
      BatchStore batches,
      Partitions partitions,
      WakeupNotifier wakeupNotifier,
      FeedMeters meters,
      WriterIntervals intervals) {}

  /**
   * A turn that has not begun.
   *
   * @param feeds by their subjects
   * @param ending asked after each batch
   */
  IngestSession(House house, Map<String, Feed> feeds, Lease lease, BooleanSupplier ending) {
    this.house = house;
    this.feeds = feeds;
    this.lease = lease;
    this.ending = ending;
    this.writer =
        new BatchWriter(
            house.batches(), house.partitions(), house.wakeupNotifier(), house.meters());
  }

  /**
   * Runs until it is stopped or an error occurs.
   *
   * @param name of the connection, as the broker lists it
   * @param writing called when the session is ready for the first message
   */
  void run(String name, Runnable writing)
      throws InterruptedException, IOException, TimeoutException, ExecutionException, LostLease {
    house.partitions().forget(); // retention may have taken what was there
    try (NatsLink link = NatsLink.open(house.nats(), name)) {
      StreamState stream = link.ensure(house.stream());
      backfill();
      Checkpoint checkpoint = begin(link, stream);
      String consumer = "foyer-" + lease.stream() + "-" + lease.fence();
      try (StreamReader reader = link.read(lease.stream(), consumer, checkpoint.seq() + 1)) {
        renewLease(checkpoint, stream);
        writing.run();
        follow(link, reader, stream, checkpoint);
      }
    } finally {
      house.meters().lag(0); // the current writer reports it
    }
  }

  private Checkpoint begin(NatsLink link, StreamState stream)
      throws InterruptedException, IOException, TimeoutException, ExecutionException, LostLease {
    Checkpoint checkpoint =
        new Continuity(house.incarnations(), link, house.meters())
            .continued(done(house.incarnations().open(lease, stream.created())), stream);
    if (stream.firstSeq() > checkpoint.seq() + 1) {
      checkpoint = writer.lost(checkpoint, stream.firstSeq() - 1);
    }
    return carefully(link, checkpoint);
  }

  /** Whatever a message does to the client's reader, no turn ends without it. */
  private Checkpoint carefully(NatsLink link, Checkpoint from)
      throws InterruptedException, IOException, TimeoutException, ExecutionException, LostLease {
    StreamGetReader reader = link.getReader(lease.stream());
    Checkpoint checkpoint = from;
    List<StreamMessage> some = reader.next(checkpoint.seq() + 1);
    while (!some.isEmpty() && !ending.getAsBoolean()) {
      checkpoint = writer.finish(write(link, InFlightBatch.none(checkpoint), entries(some)));
      done(house.leases().renew(lease));
      some = reader.next(checkpoint.seq() + 1);
    }
    return checkpoint;
  }

  /** Only after a restore is there anything to be done. */
  private void backfill()
      throws InterruptedException, TimeoutException, ExecutionException, LostLease {
    for (Feed feed : feeds.values()) {
      List<Numbered> bare = done(house.batches().missingColumns(feed));
      while (!ending.getAsBoolean() && !bare.isEmpty()) {
        for (Numbered each : bare) {
          house.partitions().ready(each.decodedMessage());
        }
        done(house.batches().backfill(feed, bare));
        done(house.leases().renew(lease));
        bare = done(house.batches().missingColumns(feed));
      }
    }
  }

  private void follow(NatsLink link, StreamReader reader, StreamState stream, Checkpoint from)
      throws InterruptedException, IOException, TimeoutException, ExecutionException, LostLease {
    InFlightBatch inFlightBatch = InFlightBatch.none(from);
    long renewed = System.nanoTime();
    long silent = NOWHERE;
    while (!ending.getAsBoolean()) {
      // Read and decoded while the database is at work on the batch before.
      Duration patience = inFlightBatch.underWay() ? MOMENT : PATIENCE;
      List<DecodedMessage> batch =
          entries(reader.next(MOST, MOST_BYTES, patience, inFlightBatch::underWay));
      inFlightBatch = write(link, inFlightBatch, batch);
      reader.acknowledge(inFlightBatch.from().seq());
      if (System.nanoTime() - renewed >= house.intervals().renewal().toNanos()) {
        StreamState now = link.state(lease.stream());
        renewLease(inFlightBatch.from(), now);
        renewed = System.nanoTime();
        boolean idle = batch.isEmpty() && !inFlightBatch.underWay();
        long place = inFlightBatch.from().seq();
        boolean behind = idle && now.lastSeq() > place;
        if (!stands(stream, now, inFlightBatch.from(), idle) || (behind && silent == place)) {
          return; // the next session finds the missing messages
        }
        silent = behind ? place : NOWHERE;
      }
    }
    reader.acknowledge(writer.finish(inFlightBatch).seq());
  }

  /** Renews the lease and publishes the stream's status. */
  private void renewLease(Checkpoint checkpoint, StreamState now)
      throws InterruptedException, TimeoutException, ExecutionException, LostLease {
    house.meters().lag(Math.max(0, now.lastSeq() - checkpoint.seq()));
    done(house.leases().renew(lease, now.lastSeq()));
  }

  /** Whether it is the same stream still, and has lost nothing unseen. */
  private static boolean stands(
      StreamState stream, StreamState now, Checkpoint checkpoint, boolean idle) {
    return now.created().equals(stream.created())
        && now.lastSeq() >= checkpoint.seq()
        && !(idle && now.firstSeq() > checkpoint.seq() + 1);
  }

  private List<DecodedMessage> entries(List<StreamMessage> messages) throws IOException {
    List<DecodedMessage> entries = new ArrayList<>(messages.size());
    for (StreamMessage message : messages) {
      Feed feed = feeds.get(message.subject());
      if (feed == null) { // the next turn finds the stream not as it must be
        throw new IOException("the stream captures " + message.subject());
      }
      entries.add(DecodedMessage.of(feed, message));
    }
    return entries;
  }

  /**
   * Writes a batch in stretches between what is missing; what is known already is passed over.
   *
   * @param before committed before anything else is begun
   * @return the last stretch, which is under way
   */
  private InFlightBatch write(NatsLink link, InFlightBatch before, List<DecodedMessage> batch)
      throws InterruptedException, IOException, TimeoutException, ExecutionException, LostLease {
    InFlightBatch inFlightBatch = InFlightBatch.none(writer.finish(before));
    int begin = 0;
    while (begin < batch.size()) {
      Checkpoint checkpoint = writer.finish(inFlightBatch);
      int end = begin + 1;
      if (seq(batch, begin) <= checkpoint.seq()) {
        inFlightBatch = InFlightBatch.none(checkpoint);
      } else {
        while (end < batch.size() && seq(batch, end) == seq(batch, end - 1) + 1) {
          end++;
        }
        Checkpoint bridged = bridge(link, checkpoint, seq(batch, begin));
        inFlightBatch = writer.begin(bridged, batch.subList(begin, end));
      }
      begin = end;
    }
    return inFlightBatch;
  }

  private static long seq(List<DecodedMessage> batch, int index) {
    return batch.get(index).message().seq();
  }

  /** What is missing before {@code seq} is a gap, if the stream has none of it either. */
  private Checkpoint bridge(NatsLink link, Checkpoint checkpoint, long seq)
      throws InterruptedException, IOException, TimeoutException, ExecutionException, LostLease {
    if (seq == checkpoint.seq() + 1) {
      return checkpoint;
    }
    if (link.next(lease.stream(), checkpoint.seq() + 1)
        .map(RawStreamMessage::seq)
        .filter(it -> it == seq)
        .isEmpty()) {
      throw new IOException("message " + (checkpoint.seq() + 1) + " was not delivered");
    }
    return writer.lost(checkpoint, seq - 1);
  }
}

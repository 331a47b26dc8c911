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
 * One turn of a stream's writer: with a lease, on a connection of its own, from where the database
 * stands until anything fails. For one thread.
 */
final class Turn {
  private static final Duration RENEWAL = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final int MOST = 2_000;
  private static final long NOWHERE = -1;
  private static final long MOST_BYTES = 8L * 1024 * 1024;

  private final House house;
  private final Map<String, Feed> feeds;
  private final Lease lease;
  private final BooleanSupplier ending;
  private final Scribe scribe;

  /** What it works with. */
  record House(
      NatsConfig nats,
      StreamSettings stream,
      LeaseStore leases,
      IncarnationStore incarnations,
      BatchStore batches,
      Partitions partitions,
      WakeupNotifier wakeupNotifier,
      FeedMeters meters) {}

  /**
   * A turn that has not begun.
   *
   * @param feeds by their subjects
   * @param ending asked after each batch
   */
  Turn(House house, Map<String, Feed> feeds, Lease lease, BooleanSupplier ending) {
    this.house = house;
    this.feeds = feeds;
    this.lease = lease;
    this.ending = ending;
    this.scribe =
        new Scribe(house.batches(), house.partitions(), house.wakeupNotifier(), house.meters());
  }

  /**
   * Writes until it is told to end, or until something fails.
   *
   * @param name of the connection, as the broker lists it
   * @param writing told when the first message may come
   */
  void run(String name, Runnable writing)
      throws InterruptedException, IOException, TimeoutException, ExecutionException, LostLease {
    house.partitions().forget(); // retention may have taken what was there
    try (NatsLink link = NatsLink.open(house.nats(), name)) {
      StreamState stream = link.ensure(house.stream());
      complete();
      Place place = begin(link, stream);
      String consumer = "foyer-" + lease.stream() + "-" + lease.fence();
      try (StreamReader reader = link.read(lease.stream(), consumer, place.seq() + 1)) {
        tell(place, stream);
        writing.run();
        follow(link, reader, stream, place);
      }
    } finally {
      house.meters().lag(0); // whoever writes now tells it
    }
  }

  private Place begin(NatsLink link, StreamState stream)
      throws InterruptedException, IOException, TimeoutException, ExecutionException, LostLease {
    Place place =
        new Continuity(house.incarnations(), link, house.meters())
            .continued(done(house.incarnations().open(lease, stream.created())), stream);
    if (stream.firstSeq() > place.seq() + 1) {
      place = scribe.lost(place, stream.firstSeq() - 1);
    }
    return carefully(link, place);
  }

  /** Whatever a message does to the client's reader, no turn ends without it. */
  private Place carefully(NatsLink link, Place from)
      throws InterruptedException, IOException, TimeoutException, ExecutionException, LostLease {
    StreamGetReader reader = link.getReader(lease.stream());
    Place place = from;
    List<StreamMessage> some = reader.next(place.seq() + 1);
    while (!some.isEmpty() && !ending.getAsBoolean()) {
      place = scribe.finish(write(link, Writing.none(place), entries(some)));
      done(house.leases().renew(lease));
      some = reader.next(place.seq() + 1);
    }
    return place;
  }

  /** Only after a restore is there anything to be done. */
  private void complete()
      throws InterruptedException, TimeoutException, ExecutionException, LostLease {
    for (Feed feed : feeds.values()) {
      List<Numbered> bare = done(house.batches().bare(feed));
      while (!ending.getAsBoolean() && !bare.isEmpty()) {
        for (Numbered each : bare) {
          house.partitions().ready(each.entry());
        }
        done(house.batches().complete(feed, bare));
        done(house.leases().renew(lease));
        bare = done(house.batches().bare(feed));
      }
    }
  }

  private void follow(NatsLink link, StreamReader reader, StreamState stream, Place from)
      throws InterruptedException, IOException, TimeoutException, ExecutionException, LostLease {
    Writing writing = Writing.none(from);
    long renewed = System.nanoTime();
    long silent = NOWHERE;
    while (!ending.getAsBoolean()) {
      // Read and decoded while the database is at work on the batch before.
      Duration patience = writing.underWay() ? MOMENT : PATIENCE;
      List<Entry> batch = entries(reader.next(MOST, MOST_BYTES, patience, writing::underWay));
      writing = write(link, writing, batch);
      reader.acknowledge(writing.from().seq());
      if (System.nanoTime() - renewed >= RENEWAL.toNanos()) {
        StreamState now = link.state(lease.stream());
        tell(writing.from(), now);
        renewed = System.nanoTime();
        boolean idle = batch.isEmpty() && !writing.underWay();
        long place = writing.from().seq();
        boolean behind = idle && now.lastSeq() > place;
        if (!stands(stream, now, writing.from(), idle) || (behind && silent == place)) {
          return; // the next turn finds out what has become of it, or of what does not come
        }
        silent = behind ? place : NOWHERE;
      }
    }
    reader.acknowledge(scribe.finish(writing).seq());
  }

  /** Renews the lease, and lets everybody see how the stream stands. */
  private void tell(Place place, StreamState now)
      throws InterruptedException, TimeoutException, ExecutionException, LostLease {
    house.meters().lag(Math.max(0, now.lastSeq() - place.seq()));
    done(house.leases().renew(lease, now.lastSeq()));
  }

  /** Whether it is the same stream still, and has lost nothing unseen. */
  private static boolean stands(StreamState stream, StreamState now, Place place, boolean idle) {
    return now.created().equals(stream.created())
        && now.lastSeq() >= place.seq()
        && !(idle && now.firstSeq() > place.seq() + 1);
  }

  private List<Entry> entries(List<StreamMessage> messages) throws IOException {
    List<Entry> entries = new ArrayList<>(messages.size());
    for (StreamMessage message : messages) {
      Feed feed = feeds.get(message.subject());
      if (feed == null) { // the next turn finds the stream not as it must be
        throw new IOException("the stream captures " + message.subject());
      }
      entries.add(Entry.of(feed, message));
    }
    return entries;
  }

  /**
   * Writes a batch in stretches between what is missing; what is known already is passed over.
   *
   * @param before committed before anything else is begun
   * @return the last stretch, which is under way
   */
  private Writing write(NatsLink link, Writing before, List<Entry> batch)
      throws InterruptedException, IOException, TimeoutException, ExecutionException, LostLease {
    Writing writing = Writing.none(scribe.finish(before));
    int begin = 0;
    while (begin < batch.size()) {
      Place place = scribe.finish(writing);
      int end = begin + 1;
      if (seq(batch, begin) <= place.seq()) {
        writing = Writing.none(place);
      } else {
        while (end < batch.size() && seq(batch, end) == seq(batch, end - 1) + 1) {
          end++;
        }
        Place bridged = bridge(link, place, seq(batch, begin));
        writing = scribe.begin(bridged, batch.subList(begin, end));
      }
      begin = end;
    }
    return writing;
  }

  private static long seq(List<Entry> batch, int index) {
    return batch.get(index).message().seq();
  }

  /** What is missing before {@code seq} is a gap, if the stream has none of it either. */
  private Place bridge(NatsLink link, Place place, long seq)
      throws InterruptedException, IOException, TimeoutException, ExecutionException, LostLease {
    if (seq == place.seq() + 1) {
      return place;
    }
    if (link.next(lease.stream(), place.seq() + 1)
        .map(RawStreamMessage::seq)
        .filter(it -> it == seq)
        .isEmpty()) {
      throw new IOException("message " + (place.seq() + 1) + " was not delivered");
    }
    return scribe.lost(place, seq - 1);
  }
}

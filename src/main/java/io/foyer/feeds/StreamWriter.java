package io.foyer.feeds;

import io.foyer.feeds.BatchStore.Numbered;
import io.foyer.feeds.LeaseStore.Lease;
import io.foyer.platform.bus.Hints;
import io.foyer.platform.db.DatabaseFailure;
import io.foyer.platform.nats.NatsConfig;
import io.foyer.platform.nats.NatsLink;
import io.foyer.platform.nats.StreamMessage;
import io.foyer.platform.nats.StreamMismatch;
import io.foyer.platform.nats.StreamReader;
import io.foyer.platform.nats.StreamSettings;
import io.foyer.platform.nats.StreamState;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Writes a stream into the catalogue, or stands by while another node does. A turn takes the lease,
 * reads on from where the database stands, and goes on until something fails; then it lets go of
 * everything and the next turn begins anew. Runs on a thread of its own.
 */
final class StreamWriter implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(StreamWriter.class);

  /**
   * Within ten seconds of a crash another node writes: a lease, a look each second, a connection.
   */
  static final Duration LEASE = Duration.ofSeconds(6);

  private static final Duration RENEWAL = Duration.ofSeconds(2);
  private static final Duration STANDBY = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final Duration DATABASE = Duration.ofSeconds(30);
  private static final int MOST = 2_000;
  private static final long MOST_BYTES = 8L * 1024 * 1024;
  private static final int MOST_BACKOFF_MILLIS = 4_000;
  private static final int LEAST_BACKOFF_MILLIS = 250;

  private final House house;
  private final String holder = UUID.randomUUID().toString();
  private final Map<String, Feed> feeds = new HashMap<>();
  private final Thread thread = new Thread(this, "feeds");
  private final CountDownLatch ending = new CountDownLatch(1);
  private volatile State state = State.STANDBY;
  private int failures;

  /** What it works with. */
  record House(
      NatsConfig nats,
      StreamSettings stream,
      LeaseStore leases,
      BatchStore batches,
      Partitions partitions,
      Hints hints,
      FeedMeters meters) {}

  /**
   * A stretch on its way into the database.
   *
   * @param from where the stream stands until then: that much is committed
   */
  private record Writing(Place from, List<Entry> entries, Future<Place> moved) {
    static Writing none(Place place) {
      return new Writing(place, List.of(), Future.succeededFuture(place));
    }

    boolean underWay() {
      return !moved.isComplete();
    }
  }

  /** What it is doing. */
  enum State {
    /** Another node writes. */
    STANDBY,
    WRITING,
    /** Something it needs is away. */
    WAITING,
    /** The stream is not as it must be. */
    REFUSED
  }

  StreamWriter(House house, List<Feed> known) {
    this.house = house;
    known.forEach(feed -> feeds.put(feed.subject(), feed));
  }

  void start() {
    thread.start();
  }

  /** Ends after the batch under way; blocks until then. */
  void stop(Duration most) throws InterruptedException {
    ending.countDown();
    thread.join(most);
    if (thread.isAlive()) {
      thread.interrupt(); // what is under way commits or does not: its fence decides
    }
  }

  State state() {
    return state;
  }

  @Override
  public void run() {
    try {
      while (!ending()) {
        turn();
      }
    } catch (InterruptedException e) {
      log.atWarn().log("Feeds: ended while something was under way");
    }
  }

  private void turn() throws InterruptedException {
    try {
      Optional<Lease> lease = done(house.leases().take(house.stream().name(), holder));
      if (lease.isEmpty()) {
        become(State.STANDBY);
        pause(STANDBY);
        return;
      }
      try {
        write(lease.get());
      } finally {
        release(lease.get());
      }
    } catch (LostLease e) {
      log.atWarn().log("Feeds: another node writes the stream now");
    } catch (StreamMismatch e) {
      failed(State.REFUSED, e);
    } catch (IOException | TimeoutException | ExecutionException e) {
      failed(State.WAITING, e);
    } catch (RuntimeException e) { // a bug of ours or of the client's: the writer outlives it
      log.atError().setCause(e).log("Feeds: the turn failed for an unknown reason");
      failed(State.WAITING, e);
    }
  }

  private void failed(State next, Exception cause) throws InterruptedException {
    failures++;
    log.atLevel(state == next ? Level.DEBUG : Level.WARN)
        .addKeyValue("stream", house.stream().name())
        .addKeyValue("reason", reason(cause))
        .log("Feeds: not written for now, trying again");
    become(next);
    int most = Math.min(MOST_BACKOFF_MILLIS, LEAST_BACKOFF_MILLIS << Math.min(failures, 10));
    pause(Duration.ofMillis(ThreadLocalRandom.current().nextInt(LEAST_BACKOFF_MILLIS, most + 1)));
  }

  private boolean ending() {
    return ending.getCount() == 0;
  }

  /** Waits, unless it is told to end. */
  private void pause(Duration most) throws InterruptedException {
    ending.await(most.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static String reason(Exception failure) {
    return String.valueOf(
        failure instanceof ExecutionException && failure.getCause() != null
            ? failure.getCause().getMessage()
            : failure.getMessage());
  }

  private void become(State next) {
    if (state != next) {
      log.atInfo()
          .addKeyValue("stream", house.stream().name())
          .addKeyValue("state", next)
          .log("Feeds");
      state = next;
    }
  }

  private void release(Lease lease) throws InterruptedException {
    try {
      done(house.leases().release(lease));
    } catch (LostLease | ExecutionException | TimeoutException e) {
      log.atDebug().setCause(e).log("the lease ends by itself");
    }
  }

  private void write(Lease lease)
      throws InterruptedException, IOException, TimeoutException, ExecutionException, LostLease {
    house.partitions().forget(); // retention may have taken what was there
    try (NatsLink link = NatsLink.open(house.nats(), "foyer " + holder)) {
      StreamState stream = link.ensure(house.stream());
      complete(lease);
      Place place = done(house.batches().open(lease, stream.created()));
      if (stream.firstSeq() > place.seq() + 1) {
        place = lost(place, stream.firstSeq() - 1);
      }
      String consumer = "foyer-" + lease.stream() + "-" + lease.fence();
      try (StreamReader reader = link.read(lease.stream(), consumer, place.seq() + 1)) {
        tell(place, stream);
        become(State.WRITING);
        failures = 0;
        follow(link, reader, stream, place);
      }
    }
  }

  /** Only after a restore is there anything to be done. */
  private void complete(Lease lease)
      throws InterruptedException, TimeoutException, ExecutionException, LostLease {
    for (Feed feed : feeds.values()) {
      List<Numbered> bare = done(house.batches().bare(feed));
      while (!ending() && !bare.isEmpty()) {
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
    while (!ending()) {
      // Read and decoded while the database is at work on the batch before.
      Duration patience = writing.underWay() ? MOMENT : PATIENCE;
      List<Entry> batch = entries(reader.next(MOST, MOST_BYTES, patience, writing::underWay));
      writing = write(link, writing, batch);
      reader.acknowledge(writing.from().seq());
      if (System.nanoTime() - renewed >= RENEWAL.toNanos()) {
        StreamState now = link.state(house.stream().name());
        tell(writing.from(), now);
        renewed = System.nanoTime();
        if (!stands(stream, now, writing.from(), batch.isEmpty())) {
          return; // the next turn finds out what has become of it
        }
      }
    }
    reader.acknowledge(finish(writing).seq());
  }

  /** Renews the lease, and lets everybody see how the stream stands. */
  private void tell(Place place, StreamState now)
      throws InterruptedException, TimeoutException, ExecutionException, LostLease {
    house.meters().lag(now.lastSeq() - place.seq());
    done(house.leases().renew(place.lease(), now.lastSeq()));
  }

  /** Whether it is the same stream still, and has lost nothing unseen. */
  private static boolean stands(StreamState stream, StreamState now, Place place, boolean idle) {
    return now.created().equals(stream.created()) && !(idle && now.firstSeq() > place.seq() + 1);
  }

  /**
   * Writes a batch in stretches between what is missing; what is known already is passed over.
   *
   * @param before committed before anything else is begun
   * @return the last stretch, which is under way
   */
  private Writing write(NatsLink link, Writing before, List<Entry> batch)
      throws InterruptedException, IOException, TimeoutException, ExecutionException, LostLease {
    Writing writing = Writing.none(finish(before));
    int begin = 0;
    while (begin < batch.size()) {
      Place place = finish(writing);
      int end = begin + 1;
      if (seq(batch, begin) <= place.seq()) {
        writing = Writing.none(place);
      } else {
        while (end < batch.size() && seq(batch, end) == seq(batch, end - 1) + 1) {
          end++;
        }
        writing = begin(bridge(link, place, seq(batch, begin)), batch.subList(begin, end));
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
    if (link.next(house.stream().name(), place.seq() + 1) != seq) {
      throw new IOException("message " + (place.seq() + 1) + " was not delivered");
    }
    return lost(place, seq - 1);
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

  private Writing begin(Place place, List<Entry> entries)
      throws InterruptedException, TimeoutException, ExecutionException {
    for (Entry entry : entries) {
      house.partitions().ready(entry);
    }
    return new Writing(
        place,
        entries,
        house
            .batches()
            .write(place, entries)
            .onSuccess(
                moved -> {
                  house.meters().written(entries);
                  house.hints().raise(Feeds.TOPIC);
                }));
  }

  /** Waits for the commit. */
  private Place finish(Writing writing)
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

  /** The data of one of them is at fault: the others must not wait for it. */
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

  private Place lost(Place place, long last)
      throws InterruptedException, TimeoutException, ExecutionException, LostLease {
    log.atError()
        .addKeyValue("stream", house.stream().name())
        .addKeyValue("first", place.seq() + 1)
        .addKeyValue("last", last)
        .log("Feeds: the stream has lost messages before they were written");
    Place moved = done(house.batches().lost(place, last));
    house.meters().lost(last - place.seq());
    return moved;
  }

  private static <T> T done(Future<T> future)
      throws InterruptedException, TimeoutException, ExecutionException, LostLease {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(DATABASE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LostLease lost) {
        throw lost;
      }
      throw e;
    }
  }
}

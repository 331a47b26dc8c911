package io.foyer.feeds;

import static io.foyer.feeds.Awaited.done;

import io.foyer.feeds.IngestSession.House;
import io.foyer.feeds.LeaseStore.Lease;
import io.foyer.platform.nats.StreamMismatch;
import java.io.IOException;
import java.time.Duration;
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
 * Writes a stream into the catalogue, or stands by while another node does: it takes the lease, and
 * a {@link IngestSession} reads on from where the database stands until something fails; then it
 * lets go of everything and the next turn begins anew. Runs on a thread of its own.
 */
final class StreamWriter implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(StreamWriter.class);

  private final House house;
  private final String holder = UUID.randomUUID().toString();
  private final Map<String, Feed> feeds = new HashMap<>();
  private final Thread thread = new Thread(this, "feeds");
  private final CountDownLatch ending = new CountDownLatch(1);
  private volatile State state = State.STANDBY;
  private int failures;

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
    } finally {
      if (!ending()) { // an error of the machine: the thread's last word is its stack
        log.atError().log("Feeds: nothing is written by this node any more, it must be restarted");
        state = State.WAITING;
      }
    }
  }

  private void turn() throws InterruptedException {
    try {
      Optional<Lease> lease = done(house.leases().take(house.stream().name(), holder));
      if (lease.isEmpty()) {
        become(State.STANDBY);
        pause(house.intervals().standby());
        return;
      }
      try {
        new IngestSession(house, feeds, lease.get(), this::ending)
            .run("foyer " + holder, this::writing);
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
    long least = house.intervals().leastBackoff().toMillis();
    long most =
        Math.min(house.intervals().mostBackoff().toMillis(), least << Math.min(failures, 10));
    pause(Duration.ofMillis(ThreadLocalRandom.current().nextLong(least, most + 1)));
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

  private void writing() {
    become(State.WRITING);
    failures = 0;
  }

  private void release(Lease lease) throws InterruptedException {
    try {
      done(house.leases().release(lease));
    } catch (LostLease | ExecutionException | TimeoutException e) {
      log.atDebug().setCause(e).log("the lease ends by itself");
    }
  }
}

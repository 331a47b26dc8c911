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
 * Writes a stream into the catalogue, or stands by while another node does: acquires the lease and
 * runs an {@link IngestSession} from the checkpoint until an error occurs; then it releases
 * everything and retries with backoff. Runs on its own thread.
 *
 * <pre>{@code
 * STANDBY --lease acquired--> WRITING --error--> WAITING --backoff--> lease?
 *    ^                                                                  |
 *    +----------------------- lease held elsewhere ---------------------+
 * any --stream misconfigured--> REFUSED --backoff--> lease?
 * }</pre>
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

  /** State of the writer. */
  enum State {
    /** Another node holds the lease. */
    STANDBY,
    WRITING,
    /** NATS or the database failed; waits for the next retry. */
    WAITING,
    /** The stream is misconfigured. */
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
      log.atWarn().log("Feed writer interrupted");
    } finally {
      if (!ending()) { // an error of the machine: the thread's last word is its stack
        log.atError().log("Feed writer thread died, restart this node");
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
      log.atWarn().log("Feed writer lost its lease to another node");
    } catch (StreamMismatch e) {
      failed(State.REFUSED, e);
    } catch (IOException | TimeoutException | ExecutionException e) {
      failed(State.WAITING, e);
    } catch (RuntimeException e) { // a bug of ours or of the client's: the writer outlives it
      log.atError().setCause(e).log("Ingest session failed unexpectedly");
      failed(State.WAITING, e);
    }
  }

  private void failed(State next, Exception cause) throws InterruptedException {
    failures++;
    log.atLevel(state == next ? Level.DEBUG : Level.WARN)
        .addKeyValue("stream", house.stream().name())
        .addKeyValue("cause", reason(cause))
        .log("Ingest session failed, retrying");
    become(next);
    long least = house.intervals().leastBackoff().toMillis();
    long most =
        Math.min(house.intervals().mostBackoff().toMillis(), least << Math.min(failures, 10));
    pause(Duration.ofMillis(ThreadLocalRandom.current().nextLong(least, most + 1)));
  }

  private boolean ending() {
    return ending.getCount() == 0;
  }

  /** Waits, unless the writer is stopped. */
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
          .log("Feed writer state changed");
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
      log.atDebug().setCause(e).log("Lease not released, it expires");
    }
  }
}

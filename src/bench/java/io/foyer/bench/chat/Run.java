package io.foyer.bench.chat;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One load on one server. Fails where a message arrives twice or not at all. */
final class Run {
  private static final AtomicLong IDS = new AtomicLong(System.nanoTime());
  private static final int SIZE = 100;
  private static final String TEXT = "~~" + "x".repeat(SIZE - 2);
  private static final long DRAIN_SECONDS = 20;

  private final Target target;
  private final Crowd crowd;
  private final long database;
  private final int warm;
  private final int seconds;
  private long sent; // on the event loop
  private boolean ended;

  /**
   * A run in the making.
   *
   * @param database the process of PostgreSQL, 0 for none
   * @param warm seconds before those that are measured
   */
  Run(Target target, Crowd crowd, long database, int warm, int seconds) {
    this.target = target;
    this.crowd = crowd;
    this.database = database;
    this.warm = warm;
    this.seconds = seconds;
  }

  /** All are in one room; the next message is sent when one has reached everybody. */
  Spent fanOut(int inFlight) throws Exception {
    Deliveries deliveries = new Deliveries();
    crowd.count(deliveries, () -> fill(deliveries.count() / crowd.size(), inFlight));
    Spent spent = measure(deliveries);
    drain(deliveries, crowd.size());
    return spent;
  }

  /** So many sends are always under way, whoever's; nothing else is waited for. */
  Spent sends(int inFlight) throws Exception {
    Acks acks = new Acks(target.dialect().ack());
    crowd.count(acks, () -> fill(acks.count(), inFlight));
    Spent spent = measure(acks);
    drain(acks, 1);
    return spent;
  }

  /** A message each millisecond; members take turns. */
  Delays paced(int membersOfEach) throws Exception {
    Delays delays = new Delays();
    crowd.count(delays, () -> {});
    ScheduledFuture<?> clock =
        crowd
            .loop()
            .scheduleAtFixedRate(() -> send(Delays.stamped(SIZE)), 0, 1, TimeUnit.MILLISECONDS);
    TimeUnit.SECONDS.sleep(warm);
    boolean unused =
        crowd.on(
            () -> {
              delays.reset();
              return true;
            });
    TimeUnit.SECONDS.sleep(seconds);
    clock.cancel(false);
    long due = crowd.on(() -> sent) * membersOfEach;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
    while (crowd.on(delays::all) < due && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    long come = crowd.on(delays::all);
    if (come != due) {
      throw new IllegalStateException(target.title() + ": " + come + " of " + due + " came");
    }
    return delays;
  }

  private Spent measure(Tally tally) throws Exception {
    crowd.on(
        () -> {
          crowd.counted();
          return true;
        });
    TimeUnit.SECONDS.sleep(warm);
    Spent before = now(tally);
    TimeUnit.SECONDS.sleep(seconds);
    Spent after = now(tally);
    return new Spent(
        after.count() - before.count(),
        after.seconds() - before.seconds(),
        after.cpu() - before.cpu(),
        after.database() - before.database());
  }

  private Spent now(Tally tally) throws Exception {
    long count = crowd.on(tally::count);
    return new Spent(
        count,
        System.nanoTime() / 1e9,
        Gauge.cpu(target.pid()),
        database == 0 ? 0 : Gauge.family(database));
  }

  private void fill(long done, int inFlight) {
    while (!ended && sent - done < inFlight) {
      send(TEXT);
    }
  }

  /** Members take turns: none of them is faster than a person may be. */
  private void send(String text) {
    ChatClient sender = crowd.member((int) (sent++ % crowd.size()));
    sender.say(target.dialect().send(sender.room(), Long.toHexString(IDS.incrementAndGet()), text));
  }

  private void drain(Tally tally, int each) throws Exception {
    long due =
        crowd.on(
            () -> {
              ended = true;
              return sent * each;
            });
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
    while (crowd.on(tally::count) < due && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    TimeUnit.MILLISECONDS.sleep(200); // what comes twice comes late
    long come = crowd.on(tally::count);
    if (come != due) {
      throw new IllegalStateException(target.title() + ": " + come + " of " + due + " came");
    }
  }
}

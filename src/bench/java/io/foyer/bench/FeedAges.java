package io.foyer.bench;

import io.foyer.feeds.Feeds;
import io.foyer.platform.bus.WakeupNotifier;
import io.nats.client.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** How old a message is when it is read: as a committed row, or by a follower on {@code /ws}. */
final class FeedAges {
  static final int RATE = 1_000;
  private static final int WARM_UP = 5 * RATE;
  private static final long PATIENCE_SECONDS = 30;

  private final Connection publisher;
  private final long[] sent;

  /** So many seconds; what is sent in the first five does not count. */
  FeedAges(Connection publisher, int seconds) {
    this.publisher = publisher;
    this.sent = new long[WARM_UP + seconds * RATE];
  }

  int messages() {
    return sent.length;
  }

  /**
   * Milliseconds until whoever was told of it by the hint had read the row of each.
   *
   * @param before the last sequence of the stream
   */
  List<Double> ofRows(BenchmarkFixture fixture, WakeupNotifier wakeupNotifier, long before)
      throws Exception {
    Semaphore told = new Semaphore(0);
    wakeupNotifier.on(Feeds.TOPIC, told::release);
    Thread sender = Thread.ofPlatform().start(this::send);
    List<Double> ages = read(fixture, told, before);
    sender.join();
    return ages.subList(WARM_UP, sent.length);
  }

  /** Milliseconds until each had come to a follower, of feeds that were empty. */
  List<Double> of(FeedFollower follower) {
    send();
    long[] heard = follower.heard(PATIENCE_SECONDS);
    return IntStream.range(WARM_UP, sent.length).mapToObj(i -> (heard[i] - sent[i]) / 1e6).toList();
  }

  /** One message each millisecond; what is late is sent at once and counts from its turn. */
  private void send() {
    long begin = System.nanoTime();
    for (int i = 0; i < sent.length; i++) {
      long turn = begin + TimeUnit.SECONDS.toNanos(1) / RATE * i;
      while (System.nanoTime() < turn) {
        java.util.concurrent.locks.LockSupport.parkNanos(turn - System.nanoTime());
      }
      sent[i] = turn;
      publisher.publish(FeedWorkload.subject(i), FeedWorkload.payload(i));
    }
  }

  private List<Double> read(BenchmarkFixture fixture, Semaphore told, long before)
      throws SQLException, InterruptedException {
    List<Double> ages = new ArrayList<>(sent.length);
    try (java.sql.Connection connection = fixture.connect();
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT seq FROM foyer.feed_messages WHERE seq > ? AND incarnation ="
                    + " (SELECT max(id) FROM foyer.feed_incarnations) ORDER BY seq")) {
      while (ages.size() < sent.length) {
        if (!told.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new IllegalStateException("told of nothing after " + ages.size());
        }
        told.drainPermits();
        query.setLong(1, before + ages.size());
        try (ResultSet rows = query.executeQuery()) {
          while (rows.next()) {
            long seq = rows.getLong(1);
            if (seq != before + ages.size() + 1) {
              throw new IllegalStateException("read " + seq + " after " + (before + ages.size()));
            }
            ages.add((System.nanoTime() - sent[ages.size()]) / 1e6);
          }
        }
      }
    }
    return ages;
  }
}

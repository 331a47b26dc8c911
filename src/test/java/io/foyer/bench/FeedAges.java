package io.foyer.bench;

import io.foyer.feeds.Feeds;
import io.foyer.platform.bus.Hints;
import io.nats.client.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How old a message is when whoever was told so has read its committed row. */
final class FeedAges {
  static final int RATE = 1_000;
  private static final int WARM_UP = 5 * RATE;
  private static final long PATIENCE_SECONDS = 30;

  private final Bench bench;
  private final Connection publisher;
  private final long before;
  private final Semaphore told = new Semaphore(0);

  /** {@code before} is the last sequence of the stream. */
  FeedAges(Bench bench, Hints hints, Connection publisher, long before) {
    this.bench = bench;
    this.publisher = publisher;
    this.before = before;
    hints.on(Feeds.TOPIC, told::release);
  }

  /** Milliseconds of each message of so many seconds; those of the first five do not count. */
  List<Double> of(int seconds) throws Exception {
    int messages = WARM_UP + seconds * RATE;
    long[] sent = new long[messages];
    Thread sender = Thread.ofPlatform().start(() -> send(sent));
    List<Double> ages = read(sent);
    sender.join();
    return ages.subList(WARM_UP, messages);
  }

  /** One message each millisecond; what is late is sent at once and counts from its turn. */
  private void send(long[] sent) {
    long begin = System.nanoTime();
    for (int i = 0; i < sent.length; i++) {
      long turn = begin + TimeUnit.SECONDS.toNanos(1) / RATE * i;
      while (System.nanoTime() < turn) {
        java.util.concurrent.locks.LockSupport.parkNanos(turn - System.nanoTime());
      }
      sent[i] = turn;
      publisher.publish(FeedLoad.subject(i), FeedLoad.payload(i));
    }
  }

  private List<Double> read(long[] sent) throws SQLException, InterruptedException {
    List<Double> ages = new ArrayList<>(sent.length);
    try (java.sql.Connection connection = bench.connect();
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

package io.foyer.feeds;

import io.foyer.platform.nats.NatsConfig;
import io.foyer.platform.nats.NatsPublisher;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Publishes sample feeds at their rates, until it is stopped or has sent the requested count. */
public final class SamplePublisher {
  private static final int MOST_AT_ONCE = 1_000;
  private static final long SHORTEST_WAIT_MILLIS = 5;

  private final NatsConfig nats;
  private final Wish wish;
  private final Map<SampleFeed, AtomicLong> sent = new ConcurrentHashMap<>();
  private final CountDownLatch ending = new CountDownLatch(1);
  private final String run = UUID.randomUUID().toString();
  private final RandomGenerator random = RandomGenerator.getDefault();

  /**
   * What to publish.
   *
   * @param pause interval between two messages of a feed; empty for that of each original
   * @param count messages in each feed; empty for no limit
   * @param confirmed whether each message is acknowledged by the stream, with its own {@code
   *     Nats-Msg-Id}; otherwise at most once
   */
  public record Wish(
      List<SampleFeed> feeds, Optional<Duration> pause, OptionalLong count, boolean confirmed) {
    public Wish {
      feeds = List.copyOf(feeds);
    }
  }

  /** A publisher that has sent nothing yet. */
  public SamplePublisher(NatsConfig nats, Wish wish) {
    this.nats = nats;
    this.wish = wish;
    wish.feeds().forEach(feed -> sent.put(feed, new AtomicLong()));
  }

  /**
   * Publishes; blocks until it is done or was stopped. What was begun goes on when it is called
   * again after a failure.
   *
   * @throws IOException if NATS is unreachable
   */
  public void run() throws IOException, InterruptedException {
    try (NatsPublisher publisher = NatsPublisher.open(nats, "foyer feed publish")) {
      publish(publisher);
      publisher.flush();
    }
  }

  private void publish(NatsPublisher publisher) throws IOException, InterruptedException {
    Pace[] paces = wish.feeds().stream().map(feed -> new Pace(feed)).toArray(Pace[]::new);
    long wait = 0;
    while (wait >= 0 && !ending.await(wait, TimeUnit.MILLISECONDS)) {
      wait = -1;
      for (Pace pace : paces) {
        long next = pace.publish(publisher);
        wait = wait < 0 ? next : next < 0 ? wait : Math.min(wait, next);
      }
      publisher.flush();
    }
  }

  /** Progress of one feed. */
  private final class Pace {
    private final SampleFeed feed;
    private final AtomicLong count;
    private final long pause;
    private final long begun = System.nanoTime();
    private final long before;

    private Pace(SampleFeed feed) {
      this.feed = feed;
      this.count = sent.computeIfAbsent(feed, it -> new AtomicLong());
      this.before = count.get();
      this.pause = wish.pause().orElse(feed.pause()).toNanos();
    }

    /** Sends what is due; after how many milliseconds more is, negative where nothing is left. */
    private long publish(NatsPublisher publisher) throws IOException, InterruptedException {
      long left = wish.count().orElse(Long.MAX_VALUE) - count.get();
      long due = (System.nanoTime() - begun) / pause + 1 - (count.get() - before);
      long now = Math.min(Math.min(left, due), MOST_AT_ONCE);
      for (long i = 0; i < now && ending.getCount() > 0; i++) {
        one(publisher);
      }
      if (left <= now) {
        return -1;
      }
      long next = begun + (count.get() - before) * pause - System.nanoTime();
      return next <= 0 ? 0 : Math.max(SHORTEST_WAIT_MILLIS, TimeUnit.NANOSECONDS.toMillis(next));
    }

    private void one(NatsPublisher publisher) throws IOException, InterruptedException {
      byte[] payload = feed.next(random);
      if (wish.confirmed()) {
        String id = feed.subject() + "-" + run + "-" + count.get();
        publisher.store(feed.subject(), payload, id);
      } else {
        publisher.send(feed.subject(), payload);
      }
      count.incrementAndGet();
    }
  }

  /** How many messages were sent; from any thread. */
  public long sent() {
    return sent.values().stream().mapToLong(AtomicLong::get).sum();
  }

  /** Ends {@link #run} soon; from any thread. */
  public void stop() {
    ending.countDown();
  }

  /** Whether it was stopped. */
  public boolean stopped() {
    return ending.getCount() == 0;
  }
}

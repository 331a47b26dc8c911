package io.foyer.fault;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Two publishers, until they are stopped: one of core NATS, as the feeds were, and a careful one
 * with ids, that tries each again until the broker has named its sequence.
 */
final class FeedPublishers implements AutoCloseable {
  private static final int CAREFUL = 5; // of so many one
  private static final long FIRST_CAREFUL = 1_000_000_000;
  private static final long LAST = 2_000_000_001;
  private static final Duration ANSWER = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Connection connection;
  private final String name;
  private final ExecutorService publishers = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Map<String, Long> acked = new ConcurrentHashMap<>();
  private final Future<Long> plain;
  private final Future<Long> careful;

  private interface Step {
    void publish(FeedSample sample, long number) throws Exception;
  }

  /**
   * Begins.
   *
   * @param name of no other load of the same stream
   * @param rate messages each second of both together
   */
  FeedPublishers(Connection connection, String name, int rate, SplittableRandom random) {
    this.name = name;
    this.connection = connection;
    long step = TimeUnit.SECONDS.toNanos(1) / rate;
    SplittableRandom own = random.split();
    this.plain =
        publishers.submit(
            paced(
                1,
                step * CAREFUL / (CAREFUL - 1),
                own,
                (sample, number) -> connection.publish(sample.subject(), sample.payload())));
    SplittableRandom other = random.split();
    this.careful = publishers.submit(paced(FIRST_CAREFUL, step * CAREFUL, other, this::careful));
  }

  /** At so many nanoseconds each, and faster where it came late. */
  private Callable<Long> paced(long first, long step, SplittableRandom random, Step publisher) {
    return () -> {
      long number = first;
      for (long due = System.nanoTime(); !stopped(due - System.nanoTime()); due += step) {
        publisher.publish(FeedSample.of(number, random), number);
        number++;
      }
      return number - first;
    };
  }

  private boolean stopped(long nanos) throws InterruptedException {
    return stopping.await(nanos, TimeUnit.NANOSECONDS);
  }

  private void careful(FeedSample sample, long number) throws InterruptedException {
    String id = name + "-" + number;
    NatsMessage message =
        NatsMessage.builder()
            .subject(sample.subject())
            .headers(new Headers().add("Nats-Msg-Id", id))
            .data(sample.payload())
            .build();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!acked.containsKey(id)) {
      try {
        acked.put(
            id,
            connection
                .jetStream(JetStreamOptions.builder().requestTimeout(ANSWER).build())
                .publish(message)
                .getSeqno());
      } catch (IOException | JetStreamApiException | IllegalStateException e) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException("the broker did not take " + id, e);
        }
        Thread.sleep(50);
      }
    }
  }

  /**
   * Publishes one more message, and none after it: when the broker has taken that, it has taken all
   * before it. Returns how many were sent.
   */
  long stop() {
    stopping.countDown();
    try {
      long sent = plain.get() + careful.get();
      careful(FeedSample.of(LAST, new SplittableRandom(LAST)), LAST);
      return sent + 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The sequence that the broker named for each id. */
  Map<String, Long> acked() {
    return Map.copyOf(acked);
  }

  @Override
  public void close() {
    stopping.countDown();
    publishers.shutdownNow();
  }
}

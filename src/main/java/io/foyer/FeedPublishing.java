package io.foyer;

import io.foyer.cli.CommandHandlers.FeedName;
import io.foyer.cli.CommandHandlers.FeedPublication;
import io.foyer.feeds.SampleFeed;
import io.foyer.feeds.SamplePublisher;
import io.foyer.feeds.SamplePublisher.Wish;
import io.foyer.platform.Problem;
import io.foyer.platform.nats.NatsConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs {@code foyer feed publish}. */
final class FeedPublishing {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration LAST = Duration.ofSeconds(5);

  private final PrintStream out;
  private final NatsConfig nats;
  private final FeedPublication wish;
  private final SamplePublisher publisher;
  private final CountDownLatch done = new CountDownLatch(1);

  FeedPublishing(PrintStream out, FoyerConfig config, FeedPublication wish) {
    this.out = out;
    this.wish = wish;
    this.nats =
        config
            .feeds()
            .nats()
            .orElseThrow(
                () -> new Problem.Conflict("nats.url is not set: NATS_URL=nats://…").asException());
    this.publisher = new SamplePublisher(nats, plan(wish));
  }

  private static Wish plan(FeedPublication wish) {
    List<FeedName> names = wish.feeds().isEmpty() ? List.of(FeedName.values()) : wish.feeds();
    Optional<Duration> pause =
        wish.rate().isPresent()
            ? Optional.of(
                Duration.ofNanos(Math.max(1, Math.round(NANOS / wish.rate().getAsDouble()))))
            : Optional.empty();
    return new Wish(
        names.stream().distinct().map(name -> SampleFeed.valueOf(name.name())).toList(),
        pause,
        wish.count(),
        wish.confirmed());
  }

  /** Publishes until it has sent all, or {@link #stop}. */
  int run() {
    out.println(
        "Publishing to %s%s"
            .formatted(
                String.join(", ", nats.url()), wish.count().isPresent() ? "" : ", Ctrl-C ends it"));
    out.flush();
    long begun = System.nanoTime();
    try {
      publisher.run();
      return 0;
    } catch (IOException e) {
      throw new Problem.Unavailable("NATS: " + e.getMessage(), Duration.ZERO).asException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } finally {
      double seconds = (System.nanoTime() - begun) / NANOS;
      out.println(
          String.format(Locale.ROOT, "Sent %d messages in %.1f s", publisher.sent(), seconds));
      out.flush();
      done.countDown();
    }
  }

  /** Stops publishing and waits until the summary is printed. */
  void stop() {
    publisher.stop();
    try {
      if (!done.await(LAST.toSeconds(), TimeUnit.SECONDS)) {
        out.println("NATS takes no more: what was sent last may be lost");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

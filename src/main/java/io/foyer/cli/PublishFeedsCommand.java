package io.foyer.cli;

import io.foyer.FoyerConfig;
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
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Publishes the sample feeds. */
@Command(description = "Publishes the two sample feeds, until Ctrl-C.")
final class PublishFeedsCommand implements Callable<Integer> {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final double FASTEST = 1_000_000;
  private static final Duration LAST = Duration.ofSeconds(5);

  private final CommandRunner runner;
  private final PrintStream out;
  private final CountDownLatch done = new CountDownLatch(1);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--feed",
      split = ",",
      paramLabel = "SUBJECT",
      description = "Only these: ${COMPLETION-CANDIDATES}.")
  private List<SampleFeed> feeds = List.of(SampleFeed.values());

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Messages a second in each; else 10 and 5, as the originals.")
  private @Nullable Double rate;

  @Option(names = "--count", paramLabel = "N", description = "Ends after so many messages in each.")
  private @Nullable Long count;

  @Option(
      names = "--js",
      description = "Through JetStream, each under an id and until it is confirmed.")
  private boolean confirmed;

  PublishFeedsCommand(CommandRunner runner) {
    this.runner = runner;
    this.out = runner.out();
  }

  @Override
  public Integer call() {
    if (rate != null && !(rate > 0 && rate <= FASTEST)) {
      throw new ParameterException(
          spec.commandLine(), "--rate must be above 0 and at most 1000000");
    }
    if (count != null && count < 1) {
      throw new ParameterException(spec.commandLine(), "--count must be 1 or more");
    }
    return runner.withConfig(this::publish);
  }

  private int publish(FoyerConfig config) {
    NatsConfig nats =
        config
            .feeds()
            .nats()
            .orElseThrow(
                () -> new Problem.Conflict("nats.url is not set: NATS_URL=nats://…").asException());
    Optional<Duration> pause =
        Optional.ofNullable(rate).map(it -> Duration.ofNanos(Math.max(1, Math.round(NANOS / it))));
    OptionalLong most = count == null ? OptionalLong.empty() : OptionalLong.of(count);
    SamplePublisher publisher =
        new SamplePublisher(
            nats, new Wish(feeds.stream().distinct().toList(), pause, most, confirmed));
    runner.shutdown().drainBy(() -> stop(publisher));
    out.println(
        "Publishing to %s%s"
            .formatted(String.join(", ", nats.url()), most.isPresent() ? "" : ", Ctrl-C ends it"));
    out.flush();
    return run(publisher);
  }

  private int run(SamplePublisher publisher) {
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

  /** Waits until the summary is printed. */
  private void stop(SamplePublisher publisher) {
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

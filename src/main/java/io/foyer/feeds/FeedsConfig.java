package io.foyer.feeds;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.ZeroMeansUnlimited;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Settings of the feeds; enabled by {@code nats.url}.
 *
 * @param stream the JetStream stream that captures the feeds
 * @param keep retention of a stream that Foyer creates; zero means forever
 * @param samples whether {@code sport_event} and {@code execution} are among the feeds
 * @param definitions YAML file with more feed definitions
 * @param partition period of one table partition
 * @param retention minimum time that the catalogue keeps messages; forever where absent
 */
public record FeedsConfig(
    @Default("FOYER") String stream,
    @Default("168h") @ZeroMeansUnlimited Duration keep,
    @Default("true") boolean samples,
    Optional<Path> definitions,
    @Default("month") Partition partition,
    Optional<Duration> retention) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Duration LEAST_KEPT = Duration.ofMinutes(10);
  private static final Duration LEAST_RETENTION = Duration.ofDays(1);
  private static final Duration MOST_DAYS = Duration.ofDays(100);

  /** Refuses what the broker would refuse, and what would lose messages. */
  public FeedsConfig {
    new Checks()
        .that(
            NAME.matcher(stream).matches(),
            "stream",
            "must be letters, digits, _ and -, 64 at most")
        .that(
            keep.isZero() || keep.compareTo(LEAST_KEPT) >= 0,
            "keep",
            "must be 10m or longer, or 0s for ever")
        .that(
            retention.isEmpty() || retention.get().compareTo(LEAST_RETENTION) >= 0,
            "retention",
            "must be 24h or longer")
        .that(
            partition == Partition.MONTH
                || retention.filter(it -> it.compareTo(MOST_DAYS) <= 0).isPresent(),
            "partition",
            "may be day where retention is 2400h or shorter: each reading looks into every"
                + " partition")
        .that(
            samples || definitions.isPresent(), "samples", "is false: then definitions must be set")
        .done();
  }

  /** Period of a partition, in UTC. */
  public enum Partition {
    MONTH,
    DAY
  }
}

package io.foyer.feeds;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.DurationRange;
import io.foyer.platform.config.ZeroMeansUnlimited;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** The feeds and how long they are kept; in use where {@code nats.url} is set. */
public record FeedsConfig(
    @Description(
            value =
                "The JetStream stream that captures the feeds; Foyer creates it where it is missing"
                    + " and refuses one with other subjects.",
            allowed = "1 to 64 letters, digits, underscores and hyphens")
        @Default("FOYER")
        String stream,
    @Description(
            "How long a stream that Foyer creates keeps its messages, which is how long Foyer may"
                + " be away; 0s means for ever.")
        @Default("168h")
        @ZeroMeansUnlimited
        @DurationRange(least = "10m")
        Duration keep,
    @Description("Whether the feeds `sport_event` and `execution` of st-chat are written.")
        @Default("true")
        boolean samples,
    @Description(
            value = "A YAML file that names more feeds; docs/feeds.md describes it.",
            absent = "there are no more feeds",
            example = "/etc/foyer/feeds.yml")
        Optional<Path> definitions,
    @Description(
            value = "The time that one partition of a table holds.",
            allowed = "month; or day, where `retention` is 2400h or shorter")
        @Default("month")
        Partition partition,
    @Description(
            value =
                "How long messages are kept at least; whole partitions are dropped, so some are"
                    + " kept for a month or a day longer.",
            absent = "for ever",
            example = "8760h")
        @DurationRange(least = "24h")
        Optional<Duration> retention) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Duration MOST_DAYS = Duration.ofDays(100);

  /** Refuses what the broker would refuse, and what would lose messages. */
  public FeedsConfig {
    new Checks()
        .that(
            NAME.matcher(stream).matches(),
            "stream",
            "must be letters, digits, _ and -, 64 at most")
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

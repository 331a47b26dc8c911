package io.foyer.feeds;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Metrics of this node's feed writer. */
final class FeedMeters {
  private final MeterRegistry registry;
  private final Counter lost;
  private final Counter older;
  private final AtomicLong lag = new AtomicLong();

  FeedMeters(MeterRegistry registry) {
    this.registry = registry;
    this.lost =
        Counter.builder("foyer.feeds.lost")
            .description("Messages that the stream lost before they were written: an alarm")
            .register(registry);
    this.older =
        Counter.builder("foyer.feeds.older")
            .description("How often the broker came back without messages it had taken: an alarm")
            .register(registry);
    Gauge.builder("foyer.feeds.lag", lag, AtomicLong::get)
        .description("Messages in the stream that are not written yet, on the node that writes")
        .register(registry);
  }

  void written(List<DecodedMessage> entries) {
    entries.stream()
        .collect(Collectors.groupingBy(Kind::of, Collectors.counting()))
        .forEach(
            (kind, messages) ->
                registry
                    .counter(
                        "foyer.feeds.messages",
                        "subject",
                        kind.subject(),
                        "outcome",
                        kind.outcome())
                    .increment(messages));
  }

  private record Kind(String subject, String outcome) {
    static Kind of(DecodedMessage decodedMessage) {
      return new Kind(
          decodedMessage.feed().subject(), decodedMessage.readable() ? "stored" : "quarantined");
    }
  }

  void lost(long messages) {
    lost.increment((double) messages);
  }

  void cameBackOlder() {
    older.increment();
  }

  void lag(long messages) {
    lag.set(messages);
  }
}

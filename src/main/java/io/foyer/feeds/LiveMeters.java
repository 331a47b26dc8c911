package io.foyer.feeds;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** Metrics of the live feed subscribers of this node. */
final class LiveMeters {
  private final Counter told;
  private final Counter pages;
  private final Counter slow;
  private final Counter silent;

  LiveMeters(MeterRegistry registry, Supplier<Number> followers) {
    told = counter(registry, "foyer.feeds.told", "Messages handed to followers");
    pages = counter(registry, "foyer.feeds.pages", "Pages read for followers who were behind");
    slow = counter(registry, "foyer.feeds.slow", "Times a follower's socket was full");
    silent = counter(registry, "foyer.feeds.silent", "Followers closed: they took nothing");
    Gauge.builder("foyer.feeds.followers", followers)
        .description("Feeds followed, summed over all connections")
        .register(registry);
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  void told(int messages) {
    told.increment(messages);
  }

  void page() {
    pages.increment();
  }

  void slow() {
    slow.increment();
  }

  void silent() {
    silent.increment();
  }
}

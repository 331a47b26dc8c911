package io.foyer.platform.amqp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** What a consumer counts: verdicts, reconnects, and whether it is connected. */
final class ConsumerMeters {
  private final MeterRegistry registry;
  private final Counter reconnects;

  ConsumerMeters(MeterRegistry registry, Supplier<ConsumerState> state) {
    this.registry = registry;
    this.reconnects = Counter.builder("foyer.amqp.reconnects").register(registry);
    Gauge.builder("foyer.amqp.connected", state, now -> now.get().connected() ? 1 : 0)
        .strongReference(true)
        .register(registry);
  }

  void handled(HandlingResult result) {
    count(
        switch (result) {
          case HandlingResult.Done done -> "done";
          case HandlingResult.Ignored ignored -> "ignored";
          case HandlingResult.Poison poison -> "poison";
        });
  }

  /** A delivery that went back to the queue because nothing could be said about it. */
  void returned() {
    count("returned");
  }

  void reconnecting() {
    reconnects.increment();
  }

  private void count(String verdict) {
    registry.counter("foyer.amqp.deliveries", "verdict", verdict).increment();
  }
}

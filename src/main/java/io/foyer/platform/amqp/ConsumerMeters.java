package io.foyer.platform.amqp;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** Metrics of a consumer by queue: deliveries by result, reconnects, connection state. */
final class ConsumerMeters {
  private final MeterRegistry registry;
  private final String queue;
  private final Counter reconnects;

  ConsumerMeters(MeterRegistry registry, String queue, Supplier<ConsumerState> state) {
    this.registry = registry;
    this.queue = queue;
    this.reconnects =
        Counter.builder("foyer.amqp.reconnects").tag("queue", queue).register(registry);
    Gauge.builder("foyer.amqp.connected", state, now -> now.get().connected() ? 1 : 0)
        .tag("queue", queue)
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

  /** Counts a delivery that was requeued because it could not be handled. */
  void returned() {
    count("returned");
  }

  void reconnecting() {
    reconnects.increment();
  }

  private void count(String result) {
    registry.counter("foyer.amqp.deliveries", "queue", queue, "verdict", result).increment();
  }
}

package io.foyer.platform.amqp;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Optional;

/**
 * Verticle that runs one {@link QueueConsumer} on a context of its own. Deploying succeeds while
 * the broker is away; undeploying drains.
 */
public final class AmqpVerticle extends VerticleBase {
  private final RabbitMqConfig config;
  private final ConsumedQueue queue;
  private final DeliveryHandler handler;
  private final Optional<Quarantine> quarantine;
  private final MeterRegistry registry;
  private volatile Optional<QueueConsumer> consumer = Optional.empty();

  /** A consumer of a queue. */
  public AmqpVerticle(
      RabbitMqConfig config,
      ConsumedQueue queue,
      DeliveryHandler handler,
      Optional<Quarantine> quarantine,
      MeterRegistry registry) {
    this.config = config;
    this.queue = queue;
    this.handler = handler;
    this.quarantine = quarantine;
    this.registry = registry;
  }

  @Override
  public Future<?> start() {
    QueueConsumer started = new QueueConsumer(vertx, config, queue, handler, quarantine, registry);
    consumer = Optional.of(started);
    return started.start();
  }

  @Override
  public Future<?> stop() {
    return consumer.map(QueueConsumer::drain).orElseGet(Future::succeededFuture);
  }

  /** State of the consumer, for readiness. May be called on any thread. */
  public ConsumerState state() {
    return consumer.map(QueueConsumer::state).orElse(ConsumerState.NEW);
  }
}

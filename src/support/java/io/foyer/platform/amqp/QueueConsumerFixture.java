package io.foyer.platform.amqp;

import static io.foyer.testing.Futures.await;

import io.foyer.platform.config.Secret;
import io.foyer.testing.RabbitMqBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.awaitility.Awaitility;

/** One queue, one consumer and a handler that does as it is told. */
final class QueueConsumerFixture implements AutoCloseable {
  static final ConsumerTimeouts QUICK =
      new ConsumerTimeouts(
          Duration.ofMillis(100),
          Duration.ofMillis(800),
          Duration.ofMillis(500),
          Duration.ofSeconds(20));

  /** A delivery whose verdict the test gives. */
  record Held(String body, Delivery delivery, Promise<HandlingResult> verdict) {}

  final RabbitMqBroker broker = new RabbitMqBroker();
  final String queue = "foyer-it-" + UUID.randomUUID();
  final String dead = queue + ".dead";
  final String copies = queue + ".copies";
  final Vertx vertx = Vertx.vertx();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final List<Held> seen = new CopyOnWriteArrayList<>();
  final List<String> quarantined = new CopyOnWriteArrayList<>();
  volatile Function<String, Future<HandlingResult>> rule = done();
  private final List<QueueConsumer> consumers = new CopyOnWriteArrayList<>();

  static Function<String, Future<HandlingResult>> done() {
    return body -> Future.succeededFuture(new HandlingResult.Done());
  }

  static Function<String, Future<HandlingResult>> poison(String bad) {
    return body ->
        Future.succeededFuture(
            body.equals(bad)
                ? new HandlingResult.Poison("bad payload")
                : new HandlingResult.Done());
  }

  static Function<String, Future<HandlingResult>> storeAway() {
    return body -> Future.failedFuture("the store is away");
  }

  /** From now on the test gives the verdicts. */
  void hold() {
    rule = body -> Promise.<HandlingResult>promise().future();
  }

  RabbitMqConfig config() {
    return config(true, "guest", "guest");
  }

  RabbitMqConfig config(boolean declare, String user, String password) {
    URI uri = broker.uri();
    return new RabbitMqConfig(
        uri.getHost(), uri.getPort(), "", user, Secret.of(password), true, queue, declare, "", 16);
  }

  /** A consumer that has made its queues and consumes. */
  QueueConsumer start() {
    QueueConsumer consumer = start(config(), Optional.empty());
    Awaitility.await().until(() -> consumer.state() == ConsumerState.CONSUMING);
    return consumer;
  }

  /** A consumer of another queue, on the same handler. */
  QueueConsumer start(ConsumedQueue other) {
    return start(config(), other, Optional.empty(), QUICK, ConsumerLimits.USUAL);
  }

  QueueConsumer start(RabbitMqConfig config, Optional<Quarantine> quarantine) {
    return start(config, quarantine, QUICK);
  }

  QueueConsumer start(
      RabbitMqConfig config, Optional<Quarantine> quarantine, ConsumerTimeouts timeouts) {
    return start(config, quarantine, timeouts, ConsumerLimits.USUAL);
  }

  QueueConsumer start(
      RabbitMqConfig config,
      Optional<Quarantine> quarantine,
      ConsumerTimeouts timeouts,
      ConsumerLimits limits) {
    return start(config, config.webhookQueue().orElseThrow(), quarantine, timeouts, limits);
  }

  private QueueConsumer start(
      RabbitMqConfig config,
      ConsumedQueue consumed,
      Optional<Quarantine> quarantine,
      ConsumerTimeouts timeouts,
      ConsumerLimits limits) {
    QueueConsumer consumer =
        new QueueConsumer(
            vertx, config, consumed, this::handle, quarantine, registry, timeouts, limits);
    consumers.add(consumer);
    await(consumer.start());
    return consumer;
  }

  Optional<Quarantine> quarantine() {
    return Optional.of(
        (delivery, reason) -> {
          quarantined.add(delivery.body() + ": " + reason);
          return Future.succeededFuture();
        });
  }

  private Future<HandlingResult> handle(Delivery delivery) {
    Held held = new Held(delivery.body().toString(), delivery, Promise.promise());
    seen.add(held);
    rule.apply(held.body()).onComplete(held.verdict());
    return held.verdict().future();
  }

  List<String> bodies() {
    return seen.stream().map(Held::body).toList();
  }

  double counted(String verdict) {
    return registry.find("foyer.amqp.deliveries").tag("verdict", verdict).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  double connected() {
    return registry.get("foyer.amqp.connected").gauge().value();
  }

  @Override
  public void close() {
    consumers.forEach(consumer -> await(consumer.drain()));
    broker.delete(queue);
    broker.delete(dead);
    broker.delete(copies);
    await(vertx.close());
  }
}

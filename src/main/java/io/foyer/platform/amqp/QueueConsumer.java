package io.foyer.platform.amqp;

import io.foyer.platform.amqp.ConsumeSession.Ending;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * RabbitMQ consumer that reconnects by itself. A delivery is acknowledged after its handler's
 * future succeeded, on the channel it came by, or else requeued.
 *
 * <p>Broker, queue or store may be unavailable at any time, also at the start. Delivery is at least
 * once: the handler must deduplicate. States: {@link ConsumerState}.
 */
public final class QueueConsumer {
  private static final Logger log = LoggerFactory.getLogger(QueueConsumer.class);

  private final Vertx vertx;
  private final Context context;
  private final Broker broker;
  private final ConsumedQueue queue;
  private final ConsumerTimeouts timeouts;
  private final ConsumerLimits limits;
  private final WorkerExecutor worker;
  private final DeadLetters deadLetters;
  private final ConsumerMeters meters;
  private final ConsumeSession.Tools tools;
  private final Backoff brokerBackoff;
  private final Backoff storeBackoff;
  private final Promise<Void> closed = Promise.promise();

  /** Written on the context only, as the fields below. */
  private volatile ConsumerState state = ConsumerState.NEW;

  private Optional<ConsumeSession> current = Optional.empty();
  private boolean probeStore;
  private boolean operatorAlerted;
  private boolean draining;

  /**
   * A consumer of a queue; handlers run on the Vert.x context of this call.
   *
   * @param quarantine store for poison messages that the dead-letter queue does not accept
   */
  public QueueConsumer(
      Vertx vertx,
      RabbitMqConfig config,
      ConsumedQueue queue,
      DeliveryHandler handler,
      Optional<Quarantine> quarantine,
      MeterRegistry registry) {
    this(
        vertx,
        config,
        queue,
        handler,
        quarantine,
        registry,
        ConsumerTimeouts.USUAL,
        ConsumerLimits.USUAL);
  }

  QueueConsumer(
      Vertx vertx,
      RabbitMqConfig config,
      ConsumedQueue queue,
      DeliveryHandler handler,
      Optional<Quarantine> quarantine,
      MeterRegistry registry,
      ConsumerTimeouts timeouts,
      ConsumerLimits limits) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.broker = new Broker(config);
    this.queue = queue;
    this.timeouts = timeouts;
    this.limits = limits;
    this.worker = vertx.createSharedWorkerExecutor("foyer-amqp-" + UUID.randomUUID(), 1);
    String letters = "foyer dead letters of " + queue.name();
    this.deadLetters =
        new DeadLetters(
            new Publisher(vertx, config, letters, queue.declared(), Publisher.Bounds.OF_CALLER),
            queue);
    this.meters = new ConsumerMeters(registry, queue.name(), this::state);
    DeliveryProcessor processor = new DeliveryProcessor(handler, deadLetters, quarantine, limits);
    this.tools = new ConsumeSession.Tools(context, worker, processor, meters, timeouts.settle());
    this.brokerBackoff = backoff(timeouts);
    this.storeBackoff = backoff(timeouts);
  }

  private static Backoff backoff(ConsumerTimeouts timeouts) {
    return new Backoff(
        timeouts.firstPause(),
        timeouts.longestPause(),
        () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * Starts consuming in the background; succeeds at once, whether the broker is available or not.
   */
  public Future<Void> start() {
    context.runOnContext(
        now -> {
          if (state == ConsumerState.NEW) {
            connect();
          }
        });
    return Future.succeededFuture();
  }

  /**
   * Drains and closes: stops consuming, waits for deliveries in progress and acknowledges them.
   * Those that do not finish in time are requeued. Succeeds within 20 s; may be called twice.
   */
  public Future<Void> drain() {
    context.runOnContext(now -> beginDrain());
    return closed.future();
  }

  /** Current state. May be called on any thread. */
  public ConsumerState state() {
    return state;
  }

  private void connect() {
    if (draining) {
      close();
      return;
    }
    state = ConsumerState.CONNECTING;
    boolean probe = probeStore;
    int prefetch = probe ? 1 : queue.prefetch();
    worker
        .executeBlocking(() -> ConsumerChannel.connect(broker, queue, prefetch, limits))
        .compose(channel -> new ConsumeSession(tools, channel, probe).begin())
        .onSuccess(this::consuming)
        .onFailure(this::brokerAway);
  }

  private void consuming(ConsumeSession session) {
    if (!draining) {
      state = probeStore ? ConsumerState.PROBING : ConsumerState.CONSUMING;
    }
    operatorAlerted = false;
    log.atInfo().addKeyValue("queue", queue.name()).addKeyValue("state", state).log("Consuming");
    current = Optional.of(session);
    vertx.setTimer(timeouts.longestPause().toMillis(), later -> resetBackoff(session));
    session.ended().onSuccess(ending -> context.runOnContext(now -> sessionEnded(session, ending)));
    if (draining) {
      session.end(Ending.DRAINED);
    }
  }

  /** Resets the backoff once a connection has lasted, even if the queue is empty. */
  private void resetBackoff(ConsumeSession session) {
    if (current.filter(now -> now == session).isPresent()) {
      brokerBackoff.reset();
    }
  }

  private void sessionEnded(ConsumeSession session, Ending ending) {
    current = Optional.empty();
    if (session.progressed()) {
      brokerBackoff.reset();
    }
    switch (ending) {
      case BROKER_AWAY -> pause(ConsumerState.BROKER_AWAY, brokerBackoff.next());
      case STORE_AWAY -> {
        probeStore = true;
        pause(ConsumerState.STORE_AWAY, storeBackoff.next());
      }
      case PROBE_PASSED -> {
        probeStore = false;
        storeBackoff.reset();
        connect();
      }
      case DRAINED -> close();
    }
  }

  private void brokerAway(Throwable cause) {
    if (BrokerErrors.needsOperator(cause)) {
      onAccessRefused(cause);
      return;
    }
    Duration wait = brokerBackoff.next();
    log.atWarn()
        .addKeyValue("cause", BrokerErrors.text(cause))
        .addKeyValue("attempt", brokerBackoff.failures())
        .addKeyValue("waitMillis", wait.toMillis())
        .log("Queue connection failed, retrying");
    pause(ConsumerState.BROKER_AWAY, wait);
  }

  /** Logs once per outage: an operator must act. */
  private void onAccessRefused(Throwable cause) {
    if (!operatorAlerted) {
      log.atError()
          .addKeyValue("queue", queue.name())
          .addKeyValue("cause", BrokerErrors.text(cause))
          .log("Broker refused access, check user, password, permissions and virtual host");
    }
    operatorAlerted = true;
    pause(ConsumerState.BROKER_AWAY, brokerBackoff.longest());
  }

  private void pause(ConsumerState away, Duration wait) {
    if (draining) {
      close();
      return;
    }
    state = away;
    vertx.setTimer(Math.max(1, wait.toMillis()), timer -> resume(away));
  }

  private void resume(ConsumerState from) {
    if (state == from) {
      meters.reconnecting();
      connect();
    }
  }

  private void beginDrain() {
    if (draining) {
      return;
    }
    draining = true;
    boolean idle =
        state == ConsumerState.NEW
            || state == ConsumerState.BROKER_AWAY
            || state == ConsumerState.STORE_AWAY;
    state = ConsumerState.DRAINING;
    vertx.setTimer(timeouts.drain().toMillis(), tooLong -> closed.tryComplete());
    current.ifPresent(session -> session.end(Ending.DRAINED));
    if (idle) {
      close();
    }
  }

  private void close() {
    state = ConsumerState.CLOSED;
    deadLetters.close().eventually(worker::close).onComplete(done -> closed.tryComplete());
  }
}

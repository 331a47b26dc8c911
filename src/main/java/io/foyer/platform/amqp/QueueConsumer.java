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
 * Consumes a queue of RabbitMQ for as long as the process lives: each delivery is acknowledged
 * after its handler's future succeeded, on the channel it came by, or goes back to the queue.
 *
 * <p>Broker, queue or store may be away at any time, also at the start: it comes back by itself. A
 * delivery may come more than once, as AMQP has it; the handler must know what it has seen.
 */
public final class QueueConsumer {
  private static final Logger log = LoggerFactory.getLogger(QueueConsumer.class);

  private final Vertx vertx;
  private final Context context;
  private final Broker broker;
  private final ConsumerTimeouts timeouts;
  private final WorkerExecutor worker;
  private final DeadLetters deadLetters;
  private final ConsumerMeters meters;
  private final ConsumeSession.Tools tools;
  private final Backoff brokerBackoff;
  private final Backoff storeBackoff;
  private final Promise<Void> closed = Promise.promise();

  /** The fields below are written on the context only. */
  private volatile ConsumerState state = ConsumerState.NEW;

  private Optional<ConsumeSession> current = Optional.empty();
  private boolean storeDoubtful;
  private boolean refusalReported;
  private boolean draining;

  /**
   * A consumer of the configured queue; handlers run on the context that is current here.
   *
   * @param quarantine where poison goes when the dead-letter queue does not take it
   */
  public QueueConsumer(
      Vertx vertx,
      RabbitMqConfig config,
      DeliveryHandler handler,
      Optional<Quarantine> quarantine,
      MeterRegistry registry) {
    this(vertx, config, handler, quarantine, registry, ConsumerTimeouts.USUAL);
  }

  QueueConsumer(
      Vertx vertx,
      RabbitMqConfig config,
      DeliveryHandler handler,
      Optional<Quarantine> quarantine,
      MeterRegistry registry,
      ConsumerTimeouts timeouts) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.broker = new Broker(config);
    this.timeouts = timeouts;
    this.worker = vertx.createSharedWorkerExecutor("foyer-amqp-" + UUID.randomUUID(), 1);
    this.deadLetters = new DeadLetters(vertx, broker);
    this.meters = new ConsumerMeters(registry, this::state);
    DeliveryProcessor desk = new DeliveryProcessor(handler, deadLetters, quarantine);
    this.tools = new ConsumeSession.Tools(context, worker, desk, meters, timeouts.settle());
    this.brokerBackoff = backoff(timeouts);
    this.storeBackoff = backoff(timeouts);
  }

  private static Backoff backoff(ConsumerTimeouts timeouts) {
    return new Backoff(
        timeouts.firstPause(),
        timeouts.longestPause(),
        () -> ThreadLocalRandom.current().nextDouble());
  }

  /** Begins to consume in the background; succeeds at once, whether the broker is there or not. */
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
   * Stops for good: takes nothing more, finishes and acknowledges what was begun, and closes. What
   * does not finish in time goes back to the queue. Succeeds within 20 s; may be called twice.
   */
  public Future<Void> drain() {
    context.runOnContext(now -> beginDrain());
    return closed.future();
  }

  /** What it is doing now; from any thread. */
  public ConsumerState state() {
    return state;
  }

  private void connect() {
    if (draining) {
      close();
      return;
    }
    state = ConsumerState.CONNECTING;
    boolean probe = storeDoubtful;
    int prefetch = probe ? 1 : broker.config().prefetch();
    worker
        .executeBlocking(() -> ConsumerChannel.connect(broker, prefetch))
        .compose(channel -> new ConsumeSession(tools, channel, probe).begin())
        .onSuccess(this::consuming)
        .onFailure(this::brokerAway);
  }

  private void consuming(ConsumeSession session) {
    if (!draining) {
      state = storeDoubtful ? ConsumerState.PROBING : ConsumerState.CONSUMING;
    }
    refusalReported = false;
    log.atInfo()
        .addKeyValue("queue", broker.config().queue())
        .addKeyValue("state", state)
        .log("consuming");
    current = Optional.of(session);
    vertx.setTimer(timeouts.longestPause().toMillis(), later -> steady(session));
    session.ended().onSuccess(ending -> context.runOnContext(now -> sessionEnded(session, ending)));
    if (draining) {
      session.end(Ending.DRAINED);
    }
  }

  /** A connection that holds is success too, where the queue is empty. */
  private void steady(ConsumeSession session) {
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
        storeDoubtful = true;
        pause(ConsumerState.STORE_AWAY, storeBackoff.next());
      }
      case PROBE_PASSED -> {
        storeDoubtful = false;
        storeBackoff.reset();
        connect();
      }
      case DRAINED -> close();
    }
  }

  private void brokerAway(Throwable cause) {
    if (BrokerErrors.needsOperator(cause)) {
      refused(cause);
      return;
    }
    Duration wait = brokerBackoff.next();
    log.atWarn()
        .addKeyValue("cause", BrokerErrors.text(cause))
        .addKeyValue("attempt", brokerBackoff.failures())
        .addKeyValue("waitMillis", wait.toMillis())
        .log("queue cannot be consumed, trying again");
    pause(ConsumerState.BROKER_AWAY, wait);
  }

  /** Said once per outage: a person must act, and one line is enough to call for one. */
  private void refused(Throwable cause) {
    if (!refusalReported) {
      log.atError()
          .addKeyValue("queue", broker.config().queue())
          .addKeyValue("cause", BrokerErrors.text(cause))
          .log("broker refuses us, check user, password, permissions and virtual host");
    }
    refusalReported = true;
    pause(ConsumerState.BROKER_AWAY, brokerBackoff.longest());
  }

  private void pause(ConsumerState why, Duration wait) {
    if (draining) {
      close();
      return;
    }
    state = why;
    vertx.setTimer(Math.max(1, wait.toMillis()), timer -> resume(why));
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

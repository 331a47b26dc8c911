package io.foyer.platform.amqp;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session of consuming on a {@link ConsumerChannel}, from the first delivery until all
 * deliveries in progress are settled. Acknowledges a delivery only after its {@link HandlingResult}
 * was carried out.
 *
 * <p>All state belongs to the context; the channel is called on the worker thread, in order.
 */
final class ConsumeSession implements ConsumerChannel.Events {
  private static final Logger log = LoggerFactory.getLogger(ConsumeSession.class);

  /** Why a session ended. */
  enum Ending {
    BROKER_AWAY,
    STORE_AWAY,
    PROBE_PASSED,
    DRAINED
  }

  /** Dependencies that all sessions of a consumer share. */
  record Tools(
      Context context,
      WorkerExecutor worker,
      DeliveryProcessor processor,
      ConsumerMeters meters,
      Duration settle) {}

  private final Tools tools;
  private final ConsumerChannel channel;
  private final boolean probe;
  private final UnackedTags unackedTags = new UnackedTags();
  private final Promise<Ending> ended = Promise.promise();
  private Optional<Ending> ending = Optional.empty();
  private int running;
  private boolean writing;
  private boolean progressed;
  private boolean closing;

  /**
   * Whether the channel is lost, so that nothing can be acknowledged. Also read on threads that
   * complete handler futures.
   */
  private volatile boolean lost;

  ConsumeSession(Tools tools, ConsumerChannel channel, boolean probe) {
    this.tools = tools;
    this.channel = channel;
    this.probe = probe;
  }

  /** Starts consuming; succeeds with this session. */
  Future<ConsumeSession> begin() {
    return onWorker(() -> channel.consume(this)).map(this);
  }

  /** Succeeds when all deliveries are settled and the connection is closed; never fails. */
  Future<Ending> ended() {
    return ended.future();
  }

  /** Whether any delivery was acknowledged. */
  boolean progressed() {
    return progressed;
  }

  @Override
  public void delivered(Incoming incoming) {
    tools.context().runOnContext(now -> receive(incoming));
  }

  @Override
  public void lost(String cause) {
    tools.context().runOnContext(now -> onConnectionLost(cause));
  }

  /** Stops consuming, waits for deliveries in progress, then closes. The first reason is kept. */
  void end(Ending why) {
    if (ending.isPresent()) {
      return;
    }
    ending = Optional.of(why);
    tools.context().owner().setTimer(tools.settle().toMillis(), timeout -> close(why));
    if (!lost) {
      onWorker(channel::cancel).onFailure(cause -> onConnectionLost(BrokerErrors.text(cause)));
    }
    closeWhenSettled();
  }

  private void receive(Incoming incoming) {
    if (ending.isPresent()) {
      channel.release(incoming);
      return; // The broker requeues it when the channel closes.
    }
    unackedTags.add(incoming.tag());
    running++;
    tools
        .processor()
        .process(incoming, () -> !lost)
        .onComplete(result -> tools.context().runOnContext(now -> finished(incoming, result)));
  }

  private void finished(Incoming incoming, AsyncResult<HandlingResult> result) {
    running--;
    channel.release(incoming);
    if (lost) {
      log.atDebug().log("Delivery handled after its channel was lost, will be redelivered");
    } else if (result.succeeded()) {
      tools.meters().handled(result.result());
      unackedTags.done(incoming.tag());
      acknowledge();
    } else {
      tools.meters().returned();
      onStoreUnavailable(result.cause());
    }
    closeWhenSettled();
  }

  private void onStoreUnavailable(Throwable cause) {
    if (ending.isEmpty()) {
      log.atWarn()
          .addKeyValue("cause", BrokerErrors.text(cause))
          .log("Handling failed, consuming pauses");
    }
    end(Ending.STORE_AWAY);
  }

  /** Acknowledges in batches: what finishes during a write goes out with the next. */
  private void acknowledge() {
    if (writing || lost) {
      return;
    }
    List<UnackedTags.Ack> acks = unackedTags.take();
    if (acks.isEmpty()) {
      return;
    }
    writing = true;
    onWorker(() -> channel.ack(acks)).onComplete(this::acknowledged);
  }

  private void acknowledged(AsyncResult<Void> result) {
    writing = false;
    if (result.failed()) {
      onConnectionLost(BrokerErrors.text(result.cause()));
      return;
    }
    progressed = true;
    acknowledge();
    if (probe) {
      end(Ending.PROBE_PASSED);
    }
    closeWhenSettled();
  }

  private void onConnectionLost(String cause) {
    if (lost) {
      return;
    }
    lost = true;
    log.atInfo().addKeyValue("cause", cause).log("Channel lost");
    end(Ending.BROKER_AWAY);
    closeWhenSettled();
  }

  private void closeWhenSettled() {
    if (running == 0 && !writing) {
      ending.ifPresent(this::close);
    }
  }

  private void close(Ending why) {
    if (closing) {
      return;
    }
    closing = true;
    lost = true;
    onWorker(channel::close).onComplete(done -> ended.complete(why));
  }

  private Future<Void> onWorker(Call call) {
    return tools
        .worker()
        .executeBlocking(
            () -> {
              call.run();
              return null;
            });
  }

  private interface Call {
    void run() throws IOException;
  }
}

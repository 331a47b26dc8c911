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
 * One time of consuming, from the first delivery of an {@link ConsumerChannel} until everything
 * begun is settled. Promises to acknowledge a delivery after its verdict was carried out and never
 * else.
 *
 * <p>All state belongs to the context; the epoch is called on the worker thread, in order.
 */
final class ConsumeSession implements ConsumerChannel.Events {
  private static final Logger log = LoggerFactory.getLogger(ConsumeSession.class);

  /** Why a spell ended. */
  enum Ending {
    BROKER_AWAY,
    STORE_AWAY,
    PROBE_PASSED,
    DRAINED
  }

  /** What a spell works with, the same for all spells of a consumer. */
  record Tools(
      Context context,
      WorkerExecutor worker,
      DeliveryProcessor desk,
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

  /** Nothing can be acknowledged any more. Read wherever a handler's future completes. */
  private volatile boolean lost;

  ConsumeSession(Tools tools, ConsumerChannel channel, boolean probe) {
    this.tools = tools;
    this.channel = channel;
    this.probe = probe;
  }

  /** Starts the deliveries; succeeds with this spell. */
  Future<ConsumeSession> begin() {
    return onWorker(() -> channel.consume(this)).map(this);
  }

  /** Succeeds when all is settled and the connection closed; never fails. */
  Future<Ending> ended() {
    return ended.future();
  }

  /** Whether a delivery was acknowledged. */
  boolean progressed() {
    return progressed;
  }

  @Override
  public void delivered(Incoming incoming) {
    tools.context().runOnContext(now -> receive(incoming));
  }

  @Override
  public void lost(String why) {
    tools.context().runOnContext(now -> onConnectionLost(why));
  }

  /** Takes nothing more, lets what is running finish, and ends. The first reason stands. */
  void end(Ending why) {
    if (ending.isPresent()) {
      return;
    }
    ending = Optional.of(why);
    tools.context().owner().setTimer(tools.settle().toMillis(), patienceEnds -> close(why));
    if (!lost) {
      onWorker(channel::cancel).onFailure(cause -> onConnectionLost(BrokerErrors.text(cause)));
    }
    closeWhenSettled();
  }

  private void receive(Incoming incoming) {
    if (ending.isPresent()) {
      return; // The broker returns it to the queue when the epoch closes.
    }
    unackedTags.add(incoming.tag());
    running++;
    tools
        .desk()
        .process(incoming, () -> !lost)
        .onComplete(
            result -> tools.context().runOnContext(now -> finished(incoming.tag(), result)));
  }

  private void finished(long tag, AsyncResult<HandlingResult> result) {
    running--;
    if (lost) {
      log.atDebug().log("delivery finished after its channel was gone, it comes again");
    } else if (result.succeeded()) {
      tools.meters().handled(result.result());
      unackedTags.done(tag);
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
          .log("delivery cannot be handled now, consuming stops for a while");
    }
    end(Ending.STORE_AWAY);
  }

  /** One write at a time: what is done meanwhile goes together with the next. */
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

  private void onConnectionLost(String why) {
    if (lost) {
      return;
    }
    lost = true;
    log.atInfo().addKeyValue("cause", why).log("channel is gone");
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

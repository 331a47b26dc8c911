package io.foyer.platform.amqp;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.NoOpMetricsCollector;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.rabbitmq.RabbitMQClient;
import io.vertx.rabbitmq.RabbitMQConfirmation;
import io.vertx.rabbitmq.RabbitMQOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One connection of vertx-rabbitmq-client in confirm mode, for one batch at a time. It never
 * reconnects: after any failure a new one takes its place, so a confirm cannot be taken for another
 * message's.
 *
 * <p>The client does not know {@code mandatory}, and the broker confirms a message to a missing
 * queue like any other. So the queue must exist both before the batch and after its confirms.
 */
final class PublisherConnection {
  static final int MAX_BATCH = 64;
  private static final int CLOSE_MILLIS = 3_000;
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int HEARTBEAT_SECONDS = 10;

  private final Vertx vertx;
  private final RabbitMQClient client;
  private final Watch watch;
  private final ConcurrentSkipListMap<Long, Promise<Void>> unconfirmed =
      new ConcurrentSkipListMap<>();
  private volatile long lastTag;
  private volatile boolean failed;

  private PublisherConnection(Vertx vertx, RabbitMQClient client, Watch watch) {
    this.vertx = vertx;
    this.client = client;
    this.watch = watch;
  }

  /**
   * Watches the connection below the client, which tells neither its loss nor that the broker
   * blocks it. The metrics collector is how the client hands the connection out.
   */
  private static final class Watch extends NoOpMetricsCollector {
    private volatile @Nullable Connection connection;
    private volatile boolean blocked;

    /** Whether it was blocked since the last look. */
    private volatile boolean wasBlocked;

    @Override
    public void newConnection(Connection opened) {
      connection = opened;
      opened.addBlockedListener(reason -> block(true), () -> block(false));
    }

    private void block(boolean now) {
      blocked = now;
      wasBlocked = true;
    }

    boolean takeBlocked() {
      boolean was = blocked || wasBlocked;
      wasBlocked = false;
      return was;
    }
  }

  /** Connects, declares queues and switches to confirms. */
  static Future<PublisherConnection> open(
      Vertx vertx, RabbitMqConfig config, String name, List<String> declared) {
    Watch watch = new Watch();
    RabbitMQClient client = RabbitMQClient.create(vertx, options(config, name, watch));
    PublisherConnection opened = new PublisherConnection(vertx, client, watch);
    return client
        .start()
        .compose(started -> opened.declare(declared))
        .compose(done -> client.confirmSelect())
        .compose(done -> client.addConfirmListener(2 * MAX_BATCH))
        .map(
            confirms -> {
              confirms.handler(opened::confirmed);
              return opened;
            })
        .recover(cause -> opened.close().transform(done -> Future.failedFuture(cause)));
  }

  private static RabbitMQOptions options(RabbitMqConfig config, String name, Watch watch) {
    RabbitMQOptions options = new RabbitMQOptions();
    options.setHost(config.host()).setPort(config.port());
    options.setVirtualHost(config.vhost().isEmpty() ? "/" : config.vhost());
    options.setUser(config.user()).setPassword(config.password().reveal());
    options.setConnectionTimeout(TIMEOUT_MILLIS).setHandshakeTimeout(TIMEOUT_MILLIS);
    options.setRequestedHeartbeat(HEARTBEAT_SECONDS).setConnectionName(name);
    options.setAutomaticRecoveryEnabled(false).setAutomaticRecoveryOnInitialConnection(false);
    options.setReconnectAttempts(0).setMetricsCollector(watch);
    return options;
  }

  /** A queue that exists with other arguments is used as it is. */
  private Future<Void> declare(List<String> queues) {
    Future<Void> chain = Future.succeededFuture();
    for (String queue : queues) {
      chain =
          chain
              .compose(done -> answered(client.queueDeclare(queue, true, false, false)))
              .<Void>mapEmpty()
              .recover(
                  cause ->
                      BrokerErrors.isOf(
                              cause, BrokerErrors.PRECONDITION_FAILED, BrokerErrors.ACCESS_REFUSED)
                          ? Future.succeededFuture()
                          : Future.failedFuture(cause));
    }
    return chain;
  }

  boolean isOpen() {
    return !failed && client.isConnected() && client.isOpenChannel();
  }

  /**
   * Publishes messages to one queue. At most one batch at a time.
   *
   * @return what became of each message; fails as a whole if the queue does not exist
   */
  Future<List<Future<Void>>> publish(String queue, List<Publisher.Outgoing> batch) {
    return exists(queue)
        .compose(there -> confirms(queue, batch))
        .compose(confirms -> exists(queue).map(confirms))
        .onFailure(cause -> failed = true);
  }

  private Future<Void> exists(String queue) {
    return answered(client.messageCount(queue))
        .<Void>mapEmpty()
        .recover(
            cause ->
                Future.failedFuture(
                    BrokerErrors.isOf(cause, BrokerErrors.NOT_FOUND)
                        ? new IOException("no such queue: " + queue, cause)
                        : cause));
  }

  /** An answer that must come soon, unless the broker is blocked; the client waits ten minutes. */
  private <T> Future<T> answered(Future<T> call) {
    Promise<T> answer = Promise.promise();
    long watching =
        vertx.setPeriodic(
            TIMEOUT_MILLIS,
            look -> {
              if (!watch.takeBlocked()) {
                answer.tryFail(new TimeoutException("no answer of the broker"));
              }
            });
    call.onSuccess(answer::tryComplete).onFailure(answer::tryFail);
    return answer.future().onComplete(done -> vertx.cancelTimer(watching));
  }

  /** Succeeds once each message is confirmed, rejected or given up. */
  private Future<List<Future<Void>>> confirms(String queue, List<Publisher.Outgoing> batch) {
    List<Future<Void>> confirms = new ArrayList<>();
    for (Publisher.Outgoing message : batch) {
      Promise<Void> confirm = Promise.promise();
      confirms.add(confirm.future());
      client
          .basicPublishWithDeliveryTag(
              "", queue, message.properties(), message.body(), tag -> expect(tag, confirm))
          .onFailure(confirm::tryFail);
    }
    long watching = vertx.setPeriodic(TIMEOUT_MILLIS, look -> onNoConfirm());
    long open = vertx.setPeriodic(200, look -> failIfClosed());
    return Future.join(confirms)
        .transform(done -> Future.succeededFuture(confirms))
        .onComplete(
            done -> {
              vertx.cancelTimer(watching);
              vertx.cancelTimer(open);
            });
  }

  /** Called before the message is written. The client may have opened another channel unasked. */
  private void expect(long tag, Promise<Void> confirm) {
    if (tag <= lastTag) {
      failed = true;
      throw new IllegalStateException("the channel was lost");
    }
    lastTag = tag;
    unconfirmed.put(tag, confirm);
  }

  private void confirmed(RabbitMQConfirmation confirmation) {
    long tag = confirmation.getDeliveryTag();
    Map<Long, Promise<Void>> these =
        confirmation.isMultiple()
            ? unconfirmed.headMap(tag, true)
            : unconfirmed.subMap(tag, true, tag, true);
    these.values().forEach(confirm -> settle(confirm, confirmation.isSucceeded()));
    these.clear();
  }

  private static void settle(Promise<Void> confirm, boolean accepted) {
    if (accepted) {
      confirm.tryComplete();
    } else {
      confirm.tryFail(new IOException("message rejected by the broker"));
    }
  }

  /**
   * A blocked broker has the message in its socket and accepts it when its alarm ends. Giving up
   * now would store the message twice.
   */
  private void onNoConfirm() {
    if (!watch.takeBlocked()) {
      failAll(new TimeoutException("no confirm"));
    }
  }

  private void failIfClosed() {
    if (!client.isConnected() || !client.isOpenChannel()) {
      failAll(new IOException("connection lost"));
    }
  }

  private void failAll(Throwable cause) {
    failed = true;
    unconfirmed.values().forEach(confirm -> confirm.tryFail(cause));
    unconfirmed.clear();
  }

  /** Closes the connection; the client's own stop waits for a blocked broker without end. */
  Future<Void> close() {
    failAll(new IOException("connection closed"));
    Connection below = watch.connection;
    return below == null
        ? Future.succeededFuture()
        : vertx.executeBlocking(
            () -> {
              below.abort(CLOSE_MILLIS);
              return null;
            },
            false);
  }
}

package io.foyer.platform.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Publisher to the dead-letter queue, one message at a time, on a connection of its own: in a
 * memory alarm the broker stops reading from connections that publish, and acknowledgements must go
 * on.
 */
final class DeadLetters {
  private static final int REASON_LENGTH = 500;
  private static final int CLOSE_SECONDS = 4;

  /** Headers by which the broker would route copies to other queues. */
  private static final Set<String> ROUTING_HEADERS = Set.of("CC", "BCC");

  private final Broker broker;
  private final WorkerExecutor worker;

  /** Confined to the worker thread. */
  private Optional<ConfirmedChannel> open = Optional.empty();

  DeadLetters(Vertx vertx, Broker broker) {
    this.broker = broker;
    this.worker = vertx.createSharedWorkerExecutor("foyer-amqp-dead-" + UUID.randomUUID(), 1);
  }

  /** Publishes a message with the reason; succeeds once the broker has confirmed it. */
  Future<Void> publish(Incoming incoming, String reason) {
    return worker.executeBlocking(() -> send(incoming, reason));
  }

  /** Closes the connection after pending messages; gives up on those a blocked broker holds up. */
  Future<Void> close() {
    return worker
        .<Void>executeBlocking(
            () -> {
              discard();
              return null;
            })
        .timeout(CLOSE_SECONDS, TimeUnit.SECONDS)
        .eventually(worker::close);
  }

  private Void send(Incoming incoming, String reason)
      throws IOException, TimeoutException, InterruptedException {
    try {
      channel()
          .publish(
              broker.config().deadLetters(), marked(incoming, reason), incoming.body().getBytes());
      return null;
    } catch (IOException | TimeoutException | RuntimeException | InterruptedException e) {
      // The channel may still confirm this message; that must not be taken for a later one's.
      discard();
      throw e;
    }
  }

  private ConfirmedChannel channel() throws IOException, TimeoutException {
    if (open.isEmpty() || !open.get().isOpen()) {
      discard();
      open = Optional.of(ConfirmedChannel.open(broker));
    }
    return open.get();
  }

  private void discard() {
    open.ifPresent(ConfirmedChannel::close);
    open = Optional.empty();
  }

  private static BasicProperties marked(Incoming incoming, String reason) {
    Map<String, Object> headers = new HashMap<>();
    incoming
        .table()
        .forEach(
            (name, value) ->
                headers.put(ROUTING_HEADERS.contains(name) ? "x-foyer-" + name : name, value));
    headers.put("x-foyer-reason", reason.substring(0, Math.min(reason.length(), REASON_LENGTH)));
    headers.put("x-foyer-exchange", incoming.envelope().getExchange());
    headers.put("x-foyer-routing-key", incoming.envelope().getRoutingKey());
    return incoming
        .properties()
        .builder()
        .headers(headers)
        .deliveryMode(2)
        .expiration(null) // dead letters must not expire
        .userId(null) // the broker rejects the id of another user
        .build();
  }
}

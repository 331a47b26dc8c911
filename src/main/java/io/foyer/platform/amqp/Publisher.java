package io.foyer.platform.amqp;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.foyer.platform.Problem;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Publishes persistent messages to queues, on a connection of its own that is opened when there is
 * something to publish. A publish succeeds once the broker has confirmed the message and the queue
 * exists; what waits is bounded.
 *
 * <p>A message whose publish failed may have arrived nevertheless: delivery is at least once.
 */
public final class Publisher {
  private static final int MAX_WAITING = 1_024;
  private static final long MAX_WAITING_BYTES = 32 << 20;
  private static final int CLOSE_SECONDS = 4;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  /** Bounds of what waits. */
  record Bounds(int messages, long bytes) {
    private static final Bounds USUAL = new Bounds(MAX_WAITING, MAX_WAITING_BYTES);

    /** For a caller that bounds what it publishes itself. */
    static final Bounds OF_CALLER = new Bounds(Integer.MAX_VALUE, Long.MAX_VALUE);
  }

  /** A message that waits for its confirm. */
  record Outgoing(String queue, BasicProperties properties, Buffer body, Promise<Void> confirmed) {}

  private final Vertx vertx;
  private final Context context;
  private final RabbitMqConfig config;
  private final String name;
  private final List<String> declared;
  private final Bounds bounds;

  /** Confined to the context, as the fields below. */
  private final Deque<Outgoing> waiting = new ArrayDeque<>();

  private Optional<PublisherConnection> open = Optional.empty();
  private Future<Void> underWay = Future.succeededFuture();
  private long waitingBytes;
  private boolean closed;

  /**
   * A publisher; not connected yet.
   *
   * @param name shown in the broker's management UI
   * @param declared queues to declare on each connection, durable; one that exists with other
   *     arguments is used as it is
   */
  public Publisher(Vertx vertx, RabbitMqConfig config, String name, List<String> declared) {
    this(vertx, config, name, declared, Bounds.USUAL);
  }

  Publisher(Vertx vertx, RabbitMqConfig config, String name, List<String> declared, Bounds bounds) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.config = config;
    this.name = name;
    this.declared = List.copyOf(declared);
    this.bounds = bounds;
  }

  /**
   * Publishes a persistent message to a queue. May be called on any thread.
   *
   * @return succeeds once it is confirmed; fails if the queue does not exist, the broker rejects
   *     the message, is away or does not confirm, or too much waits. While the broker reports
   *     itself blocked the confirm is awaited
   */
  public Future<Void> publish(String queue, Map<String, Object> headers, Buffer body) {
    return publish(
        queue, new BasicProperties.Builder().headers(headers).deliveryMode(2).build(), body);
  }

  Future<Void> publish(String queue, BasicProperties properties, Buffer body) {
    Promise<Void> confirmed = Promise.promise();
    Outgoing message = new Outgoing(queue, properties, body, confirmed);
    context.runOnContext(now -> enqueue(message));
    return confirmed.future();
  }

  /** Closes the connection after what waits; gives up on what a blocked broker holds up. */
  public Future<Void> close() {
    Promise<Void> drained = Promise.promise();
    context.runOnContext(
        now -> {
          closed = true;
          Future<Void> last = waiting.isEmpty() ? underWay : lastWaiting();
          last.timeout(CLOSE_SECONDS, TimeUnit.SECONDS)
              .transform(
                  done -> {
                    abandon();
                    return discard();
                  })
              .onComplete(done -> drained.complete());
        });
    return drained.future();
  }

  /** What is not published by now is not published at all. */
  private void abandon() {
    while (!waiting.isEmpty()) {
      waiting.removeFirst().confirmed().tryFail(closing());
    }
    waitingBytes = 0;
  }

  private static Throwable closing() {
    return new Problem.Unavailable("The publisher is closed.", RETRY_AFTER).asException();
  }

  private Future<Void> lastWaiting() {
    return waiting.getLast().confirmed().future().transform(done -> Future.succeededFuture());
  }

  private void enqueue(Outgoing message) {
    int size = message.body().length();
    if (closed) {
      message.confirmed().fail(closing());
      return;
    }
    if (waiting.size() >= bounds.messages() || waitingBytes + size > bounds.bytes()) {
      message.confirmed().fail(unavailable());
      return;
    }
    waiting.add(message);
    waitingBytes += size;
    flush();
  }

  private static Throwable unavailable() {
    return new Problem.Unavailable("Too much is waiting to be published.", RETRY_AFTER)
        .asException();
  }

  private void flush() {
    if (!underWay.isComplete() || waiting.isEmpty()) {
      return;
    }
    List<Outgoing> batch = take();
    Promise<Void> done = Promise.promise();
    underWay = done.future();
    connection()
        .compose(connection -> connection.publish(batch.getFirst().queue(), batch))
        .onComplete(
            results ->
                context.runOnContext(
                    now -> {
                      settle(batch, results);
                      done.complete();
                      flush();
                    }));
  }

  /** The next messages of one queue. */
  private List<Outgoing> take() {
    List<Outgoing> batch = new ArrayList<>();
    String queue = waiting.getFirst().queue();
    while (batch.size() < PublisherConnection.MAX_BATCH
        && !waiting.isEmpty()
        && waiting.getFirst().queue().equals(queue)) {
      Outgoing next = waiting.removeFirst();
      waitingBytes -= next.body().length();
      batch.add(next);
    }
    return batch;
  }

  private Future<PublisherConnection> connection() {
    if (open.filter(PublisherConnection::isOpen).isPresent()) {
      return Future.succeededFuture(open.get());
    }
    return discard()
        .compose(done -> PublisherConnection.open(vertx, config, name, declared))
        .onSuccess(connection -> open = Optional.of(connection));
  }

  private void settle(List<Outgoing> batch, AsyncResult<List<Future<Void>>> results) {
    if (results.failed() || results.result().stream().anyMatch(Future::failed)) {
      // A late confirm on this connection must not be taken for a later message's.
      discard().onComplete(done -> {});
    }
    for (int i = 0; i < batch.size(); i++) {
      Future<Void> result =
          results.succeeded() ? results.result().get(i) : Future.failedFuture(results.cause());
      result.onComplete(batch.get(i).confirmed());
    }
  }

  private Future<Void> discard() {
    Future<Void> closing = open.map(PublisherConnection::close).orElseGet(Future::succeededFuture);
    open = Optional.empty();
    return closing;
  }
}

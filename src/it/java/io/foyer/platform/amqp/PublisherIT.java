package io.foyer.platform.amqp;

import static io.foyer.testing.Futures.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.GetResponse;
import io.foyer.platform.config.Secret;
import io.foyer.testing.TcpProxy;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Publishing with confirms, on a real RabbitMQ. */
class PublisherIT {
  private final QueueConsumerFixture fixture = new QueueConsumerFixture();
  private final Publisher publisher =
      new Publisher(fixture.vertx, fixture.config(), "foyer it", List.of(fixture.queue));

  @AfterEach
  void close() {
    await(publisher.close());
    fixture.close();
  }

  private Future<Void> publish(String queue, String body) {
    return publisher.publish(queue, Map.of("X-Model", "m"), Buffer.buffer(body));
  }

  @Test
  void whatSucceedsIsInTheQueueInOrder() {
    List<String> bodies = IntStream.range(0, 500).mapToObj(Integer::toString).toList();

    await(Future.all(bodies.stream().map(body -> publish(fixture.queue, body)).toList()));

    List<GetResponse> messages = fixture.broker.takeAll(fixture.queue);
    assertThat(messages).extracting(m -> new String(m.getBody(), UTF_8)).isEqualTo(bodies);
    assertThat(messages)
        .allSatisfy(m -> assertThat(m.getProps().getDeliveryMode()).isEqualTo(2))
        .allSatisfy(m -> assertThat(m.getProps().getHeaders().get("X-Model")).hasToString("m"));
  }

  @Test
  void aMissingQueueIsAFailureAndTheNextMessageIsPublished() {
    assertThatThrownBy(() -> await(publish(fixture.copies, "lost")))
        .hasStackTraceContaining("no such queue: " + fixture.copies);

    await(publish(fixture.queue, "kept"));
    fixture.broker.declare(fixture.copies);
    await(publish(fixture.copies, "found"));

    assertThat(fixture.broker.ready(fixture.queue)).isEqualTo(1);
    assertThat(fixture.broker.ready(fixture.copies)).isEqualTo(1);
  }

  @Test
  void aRejectedMessageIsAFailure() {
    fixture.broker.with(
        channel ->
            channel.queueDeclare(
                fixture.copies,
                true,
                false,
                false,
                Map.of("x-max-length", 1, "x-overflow", "reject-publish")));
    Future<Void> fits = publish(fixture.copies, "fits");
    Future<Void> over = publish(fixture.copies, "over");

    await(fits);
    assertThatThrownBy(() -> await(over)).hasStackTraceContaining("message rejected by the broker");
    assertThat(fixture.broker.ready(fixture.copies)).isEqualTo(1);
  }

  @Test
  void whatWaitsIsBounded() {
    List<Future<Void>> results =
        IntStream.range(0, 2_000).mapToObj(i -> publish(fixture.queue, "m" + i)).toList();
    await(Future.join(results).transform(done -> Future.succeededFuture()));

    List<Future<Void>> refused = results.stream().filter(Future::failed).toList();
    assertThat(refused).isNotEmpty();
    assertThat(fixture.broker.ready(fixture.queue)).isEqualTo(2_000 - refused.size());
  }

  @Test
  void aSilentBrokerFailsWhatWaitsAndTheNextMessageIsPublished() {
    RabbitMqConfig broker = fixture.config();
    try (TcpProxy proxy = new TcpProxy(broker.host(), broker.port())) {
      Publisher apart =
          new Publisher(fixture.vertx, at(proxy.port()), "foyer it", List.of(fixture.queue));
      await(apart.publish(fixture.queue, Map.of(), Buffer.buffer("a")));
      proxy.freeze();

      assertThatThrownBy(() -> await(apart.publish(fixture.queue, Map.of(), Buffer.buffer("lost"))))
          .hasStackTraceContaining("no answer of the broker");

      proxy.heal();
      await(apart.publish(fixture.queue, Map.of(), Buffer.buffer("b")));
      await(apart.close());
      assertThat(fixture.broker.takeAll(fixture.queue))
          .extracting(m -> new String(m.getBody(), UTF_8))
          .containsExactly("a", "b");
    }
  }

  private RabbitMqConfig at(int port) {
    return new RabbitMqConfig(
        "127.0.0.1", port, "", "guest", Secret.of("guest"), true, fixture.queue, true, "", 16);
  }

  @Test
  void aClosedPublisherRefuses() {
    await(publish(fixture.queue, "a"));
    await(publisher.close());

    assertThat(await(publish(fixture.queue, "b").transform(Future::succeededFuture)).failed())
        .isTrue();
    assertThat(fixture.broker.ready(fixture.queue)).isEqualTo(1);
  }

  @Test
  void twoQueuesAreConsumedApartAndCountedApart() {
    fixture.broker.declare(fixture.copies);
    QueueConsumer first = fixture.start();
    QueueConsumer second =
        fixture.start(new ConsumedQueue(fixture.copies, false, fixture.dead, 16));
    fixture.broker.publish(fixture.queue, "a", "b");
    fixture.broker.publish(fixture.copies, "c"); // declared above, consumed sooner or later

    Awaitility.await().until(() -> fixture.counted("done") == 3);
    assertThat(counted(fixture.queue)).isEqualTo(2);
    assertThat(counted(fixture.copies)).isEqualTo(1);
    await(first.drain());
    await(second.drain());
  }

  private double counted(String queue) {
    return fixture
        .registry
        .get("foyer.amqp.deliveries")
        .tag("queue", queue)
        .tag("verdict", "done")
        .counter()
        .count();
  }
}

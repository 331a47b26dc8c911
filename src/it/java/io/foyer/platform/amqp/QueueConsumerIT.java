package io.foyer.platform.amqp;

import static io.foyer.testing.Futures.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.foyer.platform.amqp.QueueConsumerFixture.Held;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of deliveries while broker and store are well, on a real RabbitMQ. */
class QueueConsumerIT {
  private final QueueConsumerFixture fixture = new QueueConsumerFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aDeliveryIsAcknowledgedOnlyAfterItsHandler() {
    fixture.hold();
    QueueConsumer consumer = fixture.start();
    fixture.broker.publish(
        fixture.queue,
        new BasicProperties.Builder()
            .headers(Map.of("X-Model", "scale_team"))
            .messageId("7")
            .build(),
        "a".getBytes(UTF_8));
    await().until(() -> fixture.seen.size() == 1);
    Held held = fixture.seen.getFirst();
    assertThat(held.delivery().headers()).containsEntry("X-Model", "scale_team");
    assertThat(held.delivery().messageId()).contains("7");
    assertThat(held.delivery().redelivered()).isFalse();
    assertThat(fixture.connected()).isEqualTo(1);

    held.verdict().complete(new HandlingResult.Done());
    await(consumer.drain());

    assertThat(fixture.broker.ready(fixture.queue)).isZero();
    assertThat(fixture.counted("done")).isEqualTo(1);
    assertThat(fixture.connected()).isZero();
  }

  @Test
  void whatIsNotAcknowledgedGoesBack() {
    fixture.hold();
    QueueConsumer consumer = fixture.start();
    fixture.broker.publish(fixture.queue, "a", "b", "c");
    await().until(() -> fixture.seen.size() == 3);

    fixture.seen.get(1).verdict().complete(new HandlingResult.Done());
    await(consumer.drain());

    assertThat(bodies(fixture.broker.takeAll(fixture.queue))).containsExactly("a", "c");
    assertThat(fixture.broker.ready(fixture.dead)).isZero();
  }

  @Test
  void drainWaitsForTheHandlerAndAcknowledges() {
    fixture.hold();
    QueueConsumer consumer =
        fixture.start(fixture.config(), Optional.empty(), ConsumerTimeouts.USUAL);
    await().until(() -> consumer.state() == ConsumerState.CONSUMING);
    fixture.broker.publish(fixture.queue, "a");
    await().until(() -> fixture.seen.size() == 1);

    var drained = consumer.drain();
    await().until(() -> consumer.state() == ConsumerState.DRAINING);
    fixture.broker.publish(fixture.queue, "later");
    assertThat(drained.isComplete()).isFalse();
    fixture.seen.getFirst().verdict().complete(new HandlingResult.Done());
    await(drained);

    assertThat(bodies(fixture.broker.takeAll(fixture.queue))).containsExactly("later");
    assertThat(fixture.bodies()).containsExactly("a");
    assertThat(fixture.broker.ready(fixture.dead)).isZero();
  }

  @Test
  void noMoreThanThePrefetchIsUnderWay() {
    fixture.hold();
    fixture.start();
    fixture.broker.publish(fixture.queue, numbered(40));

    await().until(() -> fixture.seen.size() == 16);
    await().during(Duration.ofMillis(300)).until(() -> fixture.seen.size() == 16);

    assertThat(fixture.broker.ready(fixture.queue)).isEqualTo(24);
  }

  @Test
  void thousandsAreAcknowledgedOnce() {
    QueueConsumer consumer = fixture.start();
    fixture.broker.publish(fixture.queue, numbered(5_000));

    await().until(() -> fixture.counted("done") == 5_000);
    await(consumer.drain());

    assertThat(fixture.bodies()).containsExactly(numbered(5_000));
    assertThat(fixture.broker.ready(fixture.queue)).isZero();
  }

  @Test
  void poisonIsDeadLetteredOnceWithItsReasonAndTheNextIsHandled() {
    fixture.rule = QueueConsumerFixture.poison("bad");
    fixture.broker.declare(fixture.copies);
    QueueConsumer consumer = fixture.start();
    fixture.broker.publish(
        fixture.queue,
        new BasicProperties.Builder()
            .headers(Map.of("X-Delivery", "d1", "CC", List.of(fixture.copies)))
            .userId("guest")
            .expiration("60000")
            .contentType("application/json")
            .build(),
        "bad".getBytes(UTF_8));
    fixture.broker.publish(fixture.queue, "good");

    await().until(() -> fixture.bodies().contains("good"));
    await().until(() -> fixture.counted("poison") == 1 && fixture.counted("done") == 1);
    await(consumer.drain());

    List<GetResponse> letters = fixture.broker.takeAll(fixture.dead);
    assertThat(letters).hasSize(1);
    // The publisher's CC made one copy; the dead letter must not make another.
    assertThat(fixture.broker.ready(fixture.copies)).isEqualTo(1);
    GetResponse letter = letters.getFirst();
    assertThat(new String(letter.getBody(), UTF_8)).isEqualTo("bad");
    assertThat(letter.getProps().getHeaders().get("x-foyer-reason")).hasToString("bad payload");
    assertThat(letter.getProps().getHeaders().get("x-foyer-routing-key"))
        .hasToString(fixture.queue);
    assertThat(letter.getProps().getHeaders().get("X-Delivery")).hasToString("d1");
    assertThat(letter.getProps().getContentType()).isEqualTo("application/json");
    assertThat(letter.getProps().getDeliveryMode()).isEqualTo(2);
    assertThat(letter.getProps().getExpiration()).isNull();
    assertThat(fixture.broker.ready(fixture.queue)).isZero();
  }

  @Test
  void anIgnoredDeliveryIsAcknowledgedAndNoDeadLetter() {
    fixture.rule = body -> Future.succeededFuture(new HandlingResult.Ignored("other model"));
    QueueConsumer consumer = fixture.start();
    fixture.broker.publish(fixture.queue, "a");

    await().until(() -> fixture.counted("ignored") == 1);
    await(consumer.drain());

    assertThat(fixture.broker.ready(fixture.queue)).isZero();
    assertThat(fixture.broker.ready(fixture.dead)).isZero();
  }

  @Test
  void aBodyOverTheLimitIsPoisonUnseenAndAnEmptyOneIsHandled() {
    fixture.start();
    fixture.broker.publish(fixture.queue, "x".repeat(10_000_000), "");

    await().until(() -> fixture.counted("poison") == 1 && fixture.counted("done") == 1);

    assertThat(fixture.bodies()).containsExactly("");
    List<GetResponse> letters = fixture.broker.takeAll(fixture.dead);
    assertThat(letters).hasSize(1);
    assertThat(letters.getFirst().getBody()).hasSize(64 << 10);
    assertThat(letters.getFirst().getProps().getHeaders().get("x-foyer-body-size"))
        .hasToString("10000000");
    assertThat(letters.getFirst().getProps().getHeaders().get("x-foyer-reason"))
        .hasToString("body of 10000000 bytes is over 8388608");
  }

  @Test
  void noMoreBytesThanTheLimitAreUnderWay() {
    fixture.hold();
    QueueConsumer consumer =
        fixture.start(
            fixture.config(),
            Optional.empty(),
            QueueConsumerFixture.QUICK,
            new ConsumerLimits(1_000_000, 1_000, 5_000_000));
    await().until(() -> consumer.state() == ConsumerState.CONSUMING);
    String body = "x".repeat(1_000_000);
    fixture.broker.publish(
        fixture.queue, body, body, body, body, body, body, body, body, body, body, body, body);

    await().until(() -> fixture.seen.size() == 5);
    await().during(Duration.ofMillis(300)).until(() -> fixture.seen.size() == 5);
    fixture.rule = QueueConsumerFixture.done();
    fixture.seen.forEach(held -> held.verdict().complete(new HandlingResult.Done()));
    await().until(() -> fixture.counted("done") == 12);
    await(consumer.drain());

    assertThat(fixture.broker.ready(fixture.queue)).isZero();
    assertThat(fixture.registry.get("foyer.amqp.reconnects").counter().count()).isZero();
  }

  @Test
  void aDrainWhileBytesWaitGivesThemBack() {
    fixture.hold();
    QueueConsumer consumer =
        fixture.start(
            fixture.config(),
            Optional.empty(),
            QueueConsumerFixture.QUICK,
            new ConsumerLimits(1_000_000, 1_000, 1_000_000));
    await().until(() -> consumer.state() == ConsumerState.CONSUMING);
    String body = "x".repeat(1_000_000);
    fixture.broker.publish(fixture.queue, body, body, body);
    await().until(() -> fixture.seen.size() == 1);

    await(consumer.drain());

    assertThat(consumer.state()).isEqualTo(ConsumerState.CLOSED);
    await().until(() -> fixture.broker.ready(fixture.queue) == 3);
  }

  private static String[] numbered(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
  }

  private static List<String> bodies(List<GetResponse> messages) {
    return messages.stream().map(message -> new String(message.getBody(), UTF_8)).toList();
  }
}

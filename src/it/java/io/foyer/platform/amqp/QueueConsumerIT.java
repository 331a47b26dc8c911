package io.foyer.platform.amqp;

import static io.foyer.testing.Futures.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.foyer.platform.amqp.Bench.Held;
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
  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aDeliveryIsAcknowledgedOnlyAfterItsHandler() {
    bench.hold();
    QueueConsumer consumer = bench.start();
    bench.broker.publish(
        bench.queue,
        new BasicProperties.Builder()
            .headers(Map.of("X-Model", "scale_team"))
            .messageId("7")
            .build(),
        "a".getBytes(UTF_8));
    await().until(() -> bench.seen.size() == 1);
    Held held = bench.seen.getFirst();
    assertThat(held.delivery().headers()).containsEntry("X-Model", "scale_team");
    assertThat(held.delivery().messageId()).contains("7");
    assertThat(held.delivery().redelivered()).isFalse();
    assertThat(bench.connected()).isEqualTo(1);

    held.verdict().complete(new HandlingResult.Done());
    await(consumer.drain());

    assertThat(bench.broker.ready(bench.queue)).isZero();
    assertThat(bench.counted("done")).isEqualTo(1);
    assertThat(bench.connected()).isZero();
  }

  @Test
  void whatIsNotAcknowledgedGoesBack() {
    bench.hold();
    QueueConsumer consumer = bench.start();
    bench.broker.publish(bench.queue, "a", "b", "c");
    await().until(() -> bench.seen.size() == 3);

    bench.seen.get(1).verdict().complete(new HandlingResult.Done());
    await(consumer.drain());

    assertThat(bodies(bench.broker.takeAll(bench.queue))).containsExactly("a", "c");
    assertThat(bench.broker.ready(bench.dead)).isZero();
  }

  @Test
  void drainWaitsForTheHandlerAndAcknowledges() {
    bench.hold();
    QueueConsumer consumer = bench.start(bench.config(), Optional.empty(), ConsumerTimeouts.USUAL);
    await().until(() -> consumer.state() == ConsumerState.CONSUMING);
    bench.broker.publish(bench.queue, "a");
    await().until(() -> bench.seen.size() == 1);

    var drained = consumer.drain();
    await().until(() -> consumer.state() == ConsumerState.DRAINING);
    bench.broker.publish(bench.queue, "later");
    assertThat(drained.isComplete()).isFalse();
    bench.seen.getFirst().verdict().complete(new HandlingResult.Done());
    await(drained);

    assertThat(bodies(bench.broker.takeAll(bench.queue))).containsExactly("later");
    assertThat(bench.bodies()).containsExactly("a");
    assertThat(bench.broker.ready(bench.dead)).isZero();
  }

  @Test
  void noMoreThanThePrefetchIsUnderWay() {
    bench.hold();
    bench.start();
    bench.broker.publish(bench.queue, numbered(40));

    await().until(() -> bench.seen.size() == 16);
    await().during(Duration.ofMillis(300)).until(() -> bench.seen.size() == 16);

    assertThat(bench.broker.ready(bench.queue)).isEqualTo(24);
  }

  @Test
  void thousandsAreAcknowledgedOnce() {
    QueueConsumer consumer = bench.start();
    bench.broker.publish(bench.queue, numbered(5_000));

    await().until(() -> bench.counted("done") == 5_000);
    await(consumer.drain());

    assertThat(bench.bodies()).containsExactly(numbered(5_000));
    assertThat(bench.broker.ready(bench.queue)).isZero();
  }

  @Test
  void poisonIsDeadLetteredOnceWithItsReasonAndTheNextIsHandled() {
    bench.rule = Bench.poison("bad");
    bench.broker.declare(bench.copies);
    QueueConsumer consumer = bench.start();
    bench.broker.publish(
        bench.queue,
        new BasicProperties.Builder()
            .headers(Map.of("X-Delivery", "d1", "CC", List.of(bench.copies)))
            .userId("guest")
            .expiration("60000")
            .contentType("application/json")
            .build(),
        "bad".getBytes(UTF_8));
    bench.broker.publish(bench.queue, "good");

    await().until(() -> bench.bodies().contains("good"));
    await().until(() -> bench.counted("poison") == 1 && bench.counted("done") == 1);
    await(consumer.drain());

    List<GetResponse> letters = bench.broker.takeAll(bench.dead);
    assertThat(letters).hasSize(1);
    // The publisher's CC made one copy; the dead letter must not make another.
    assertThat(bench.broker.ready(bench.copies)).isEqualTo(1);
    GetResponse letter = letters.getFirst();
    assertThat(new String(letter.getBody(), UTF_8)).isEqualTo("bad");
    assertThat(letter.getProps().getHeaders().get("x-foyer-reason")).hasToString("bad payload");
    assertThat(letter.getProps().getHeaders().get("x-foyer-routing-key")).hasToString(bench.queue);
    assertThat(letter.getProps().getHeaders().get("X-Delivery")).hasToString("d1");
    assertThat(letter.getProps().getContentType()).isEqualTo("application/json");
    assertThat(letter.getProps().getDeliveryMode()).isEqualTo(2);
    assertThat(letter.getProps().getExpiration()).isNull();
    assertThat(bench.broker.ready(bench.queue)).isZero();
  }

  @Test
  void anIgnoredDeliveryIsAcknowledgedAndNoDeadLetter() {
    bench.rule = body -> Future.succeededFuture(new HandlingResult.Ignored("other model"));
    QueueConsumer consumer = bench.start();
    bench.broker.publish(bench.queue, "a");

    await().until(() -> bench.counted("ignored") == 1);
    await(consumer.drain());

    assertThat(bench.broker.ready(bench.queue)).isZero();
    assertThat(bench.broker.ready(bench.dead)).isZero();
  }

  @Test
  void aBodyOverTheLimitIsPoisonUnseenAndAnEmptyOneIsHandled() {
    bench.start();
    bench.broker.publish(bench.queue, "x".repeat(10_000_000), "");

    await().until(() -> bench.counted("poison") == 1 && bench.counted("done") == 1);

    assertThat(bench.bodies()).containsExactly("");
    List<GetResponse> letters = bench.broker.takeAll(bench.dead);
    assertThat(letters).hasSize(1);
    assertThat(letters.getFirst().getBody()).hasSize(10_000_000);
    assertThat(letters.getFirst().getProps().getHeaders().get("x-foyer-reason"))
        .hasToString("body of 10000000 bytes is over 8388608");
  }

  private static String[] numbered(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
  }

  private static List<String> bodies(List<GetResponse> messages) {
    return messages.stream().map(message -> new String(message.getBody(), UTF_8)).toList();
  }
}

package io.foyer.platform.amqp;

import static io.foyer.platform.amqp.ConsumerState.CONSUMING;
import static io.foyer.platform.amqp.ConsumerState.STORE_AWAY;
import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that is away: the queue keeps what it has, and nothing becomes a dead letter. */
class StoreFaultsIT {
  private static final ConsumerTimeouts SLOWER =
      new ConsumerTimeouts(
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofMillis(500),
          Duration.ofSeconds(20));

  private final QueueConsumerFixture fixture = new QueueConsumerFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void nothingIsLostAndConsumingResumes() {
    fixture.rule = QueueConsumerFixture.storeAway();
    QueueConsumer consumer = fixture.start();
    fixture.broker.publish(fixture.queue, numbered(100));
    await().until(() -> fixture.counted("returned") > 17);
    fixture.rule = QueueConsumerFixture.done();

    await().until(() -> fixture.counted("done") == 100);
    assertThat(consumer.state()).isEqualTo(CONSUMING);
    await(consumer.drain());

    assertThat(new HashSet<>(fixture.bodies())).hasSize(100);
    assertThat(fixture.broker.ready(fixture.queue)).isZero();
    assertThat(fixture.broker.ready(fixture.dead)).isZero();
  }

  @Test
  void whileItIsAwayOneDeliveryIsTriedPerPause() {
    fixture.rule = QueueConsumerFixture.storeAway();
    fixture.broker.declare(fixture.queue);
    fixture.broker.publish(fixture.queue, numbered(100));
    QueueConsumer consumer = fixture.start(fixture.config(), Optional.empty(), SLOWER);
    await().until(() -> consumer.state() == STORE_AWAY);
    await().until(() -> fixture.broker.ready(fixture.queue) == 100);
    long start = System.nanoTime();
    int begun = fixture.seen.size();

    await().until(() -> fixture.seen.size() >= begun + 4);

    // Between four tries lie three pauses, each of half a second at least.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1_400));
    assertThat(fixture.broker.ready(fixture.queue)).isGreaterThanOrEqualTo(99);
  }

  @Test
  void whatSucceedsWhileOthersFailIsAcknowledged() {
    fixture.hold();
    QueueConsumer consumer = fixture.start();
    fixture.broker.publish(fixture.queue, "a", "b", "c");
    await().until(() -> fixture.seen.size() == 3);

    fixture.seen.get(0).verdict().fail("the store is away");
    fixture.seen.get(2).verdict().complete(new HandlingResult.Done());
    fixture.seen.get(1).verdict().fail("the store is away");
    await().until(() -> fixture.counted("returned") == 2 && fixture.counted("done") == 1);
    await(consumer.drain());

    assertThat(fixture.broker.ready(fixture.queue)).isEqualTo(2);
  }

  @Test
  void aHandlerThatThrowsLosesNothing() {
    fixture.rule =
        body -> {
          throw new IllegalStateException("a mistake");
        };
    QueueConsumer consumer = fixture.start();
    fixture.broker.publish(fixture.queue, "a");
    await().until(() -> fixture.counted("returned") >= 2);
    await(consumer.drain());

    assertThat(fixture.broker.ready(fixture.queue)).isEqualTo(1);
  }

  private static String[] numbered(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
  }
}

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

  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void nothingIsLostAndConsumingResumes() {
    bench.rule = Bench.storeAway();
    QueueConsumer consumer = bench.start();
    bench.broker.publish(bench.queue, numbered(100));
    await().until(() -> bench.counted("returned") > 17);
    bench.rule = Bench.done();

    await().until(() -> bench.counted("done") == 100);
    assertThat(consumer.state()).isEqualTo(CONSUMING);
    await(consumer.drain());

    assertThat(new HashSet<>(bench.bodies())).hasSize(100);
    assertThat(bench.broker.ready(bench.queue)).isZero();
    assertThat(bench.broker.ready(bench.dead)).isZero();
  }

  @Test
  void whileItIsAwayOneDeliveryIsTriedPerPause() {
    bench.rule = Bench.storeAway();
    bench.broker.declare(bench.queue);
    bench.broker.publish(bench.queue, numbered(100));
    QueueConsumer consumer = bench.start(bench.config(), Optional.empty(), SLOWER);
    await().until(() -> consumer.state() == STORE_AWAY);
    await().until(() -> bench.broker.ready(bench.queue) == 100);
    long start = System.nanoTime();
    int begun = bench.seen.size();

    await().until(() -> bench.seen.size() >= begun + 4);

    // Between four tries lie three pauses, each of half a second at least.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1_400));
    assertThat(bench.broker.ready(bench.queue)).isGreaterThanOrEqualTo(99);
  }

  @Test
  void whatSucceedsWhileOthersFailIsAcknowledged() {
    bench.hold();
    QueueConsumer consumer = bench.start();
    bench.broker.publish(bench.queue, "a", "b", "c");
    await().until(() -> bench.seen.size() == 3);

    bench.seen.get(0).verdict().fail("the store is away");
    bench.seen.get(2).verdict().complete(new HandlingResult.Done());
    bench.seen.get(1).verdict().fail("the store is away");
    await().until(() -> bench.counted("returned") == 2 && bench.counted("done") == 1);
    await(consumer.drain());

    assertThat(bench.broker.ready(bench.queue)).isEqualTo(2);
  }

  @Test
  void aHandlerThatThrowsLosesNothing() {
    bench.rule =
        body -> {
          throw new IllegalStateException("a mistake");
        };
    QueueConsumer consumer = bench.start();
    bench.broker.publish(bench.queue, "a");
    await().until(() -> bench.counted("returned") >= 2);
    await(consumer.drain());

    assertThat(bench.broker.ready(bench.queue)).isEqualTo(1);
  }

  private static String[] numbered(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
  }
}

package io.foyer.platform.amqp;

import static io.foyer.platform.amqp.ConsumerState.BROKER_AWAY;
import static io.foyer.platform.amqp.ConsumerState.CLOSED;
import static io.foyer.platform.amqp.ConsumerState.CONSUMING;
import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.platform.amqp.Bench.Held;
import io.foyer.testing.Alone;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A broker that goes away, refuses and comes back: nothing is lost, nobody restarts anything.
 * Alone, because it kills and blocks the one RabbitMQ of all tests.
 */
@Alone
class BrokerFaultsIT {
  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  /** With a client that renumbers tags per channel, m2's late ack settles m3 unseen. */
  @Test
  void aLateAckOfALostChannelSettlesNobodyElsesMessage() {
    bench.hold();
    QueueConsumer consumer = bench.start();
    bench.broker.publish(bench.queue, "m1", "m2", "m3");
    await().until(() -> bench.seen.size() == 3);
    bench.seen.getFirst().verdict().complete(new HandlingResult.Done());
    await().until(() -> bench.counted("done") == 1);
    Held slow = bench.seen.get(1);

    bench.broker.closeAllConnections();
    await().until(() -> bench.seen.size() == 5);
    slow.verdict().complete(new HandlingResult.Done());
    await(consumer.drain());

    assertThat(bench.bodies()).containsExactly("m1", "m2", "m3", "m2", "m3");
    assertThat(bench.broker.ready(bench.queue)).isEqualTo(2);
  }

  @Test
  void aLatePoisonOfALostChannelIsNotKeptTwice() {
    bench.hold();
    bench.start();
    bench.broker.publish(bench.queue, "m1");
    await().until(() -> bench.seen.size() == 1);

    bench.broker.closeAllConnections();
    await().until(() -> bench.seen.size() == 2);
    bench.seen.forEach(held -> held.verdict().complete(new HandlingResult.Poison("bad")));
    await().until(() -> bench.counted("poison") == 1);

    assertThat(bench.broker.ready(bench.dead)).isEqualTo(1);
  }

  @Test
  void connectionsClosedByTheBrokerComeBackWithNothingLost() {
    QueueConsumer consumer = bench.start();
    for (int round = 0; round < 3; round++) {
      bench.broker.publish(bench.queue, numbered(round * 100, 100));
      bench.broker.closeAllConnections();
    }

    await().until(() -> distinct().size() == 300);
    await(consumer.drain());

    assertThat(bench.broker.ready(bench.queue)).isZero();
    assertThat(bench.registry.get("foyer.amqp.reconnects").counter().count()).isPositive();
  }

  @Test
  void aKilledBrokerComesBackWithItsDurableMessages() {
    bench.hold();
    QueueConsumer consumer = bench.start();
    bench.broker.publish(bench.queue, numbered(0, 50));
    await().until(() -> bench.seen.size() == 16);

    bench.broker.control("kill");
    await().until(() -> consumer.state() != CONSUMING);
    bench.rule = Bench.done();
    bench.seen.clear();
    bench.broker.control("start");

    await().until(() -> distinct().size() == 50);
    await(consumer.drain());
    assertThat(bench.broker.ready(bench.queue)).isZero();
  }

  /**
   * No packet says that the other side is gone: only missing heartbeats do. Of what the two sides
   * propose the shorter holds, and the broker is the one to propose a short one here.
   */
  @Test
  void aBrokerThatFallsSilentIsNoticedAndTakenUpAgain() {
    bench.broker.ctl("eval", "application:set_env(rabbit, heartbeat, 3).");
    try {
      QueueConsumer consumer = bench.start();
      bench.broker.control("pause");
      try {
        await().until(() -> consumer.state() != CONSUMING);
      } finally {
        bench.broker.control("resume");
      }
      await().until(() -> consumer.state() == CONSUMING);
    } finally {
      bench.broker.ctl("eval", "application:set_env(rabbit, heartbeat, 60).");
    }

    bench.broker.publish(bench.queue, "a");
    await().until(() -> bench.bodies().contains("a"));
  }

  @Test
  void drainEndsInTimeWhileABlockedBrokerHoldsUpADeadLetter() {
    QueueConsumer consumer = bench.start();
    bench.rule = Bench.poison("bad");
    bench.broker.publish(bench.queue, "bad");
    await().until(() -> bench.counted("poison") == 1);
    bench.hold();
    bench.broker.publish(bench.queue, "bad");
    await().until(() -> bench.seen.size() == 2);

    bench.broker.memoryAlarm(true);
    try {
      bench.seen.getLast().verdict().complete(new HandlingResult.Poison("bad payload"));
      await(consumer.drain());
      assertThat(consumer.state()).isEqualTo(CLOSED);
    } finally {
      bench.broker.memoryAlarm(false);
    }

    await().until(() -> bench.broker.ready(bench.queue) == 1);
  }

  @Test
  void aQueueMissingAtTheStartIsConsumedOnceItIsMade() {
    QueueConsumer consumer = bench.start(bench.config(false, "guest", "guest"), Optional.empty());
    await().until(() -> consumer.state() == BROKER_AWAY);

    bench.broker.declare(bench.queue);
    bench.broker.publish(bench.queue, "a");

    await().until(() -> bench.bodies().contains("a"));
    await().until(() -> bench.connected() == 1);
  }

  @Test
  void aQueueDeletedWhileConsumingIsMadeAgain() {
    QueueConsumer consumer = bench.start();

    bench.broker.delete(bench.queue);
    await().until(() -> bench.registry.get("foyer.amqp.reconnects").counter().count() > 0);
    await().until(() -> consumer.state() == CONSUMING);
    bench.broker.publish(bench.queue, "a");

    await().until(() -> bench.bodies().contains("a"));
  }

  @Test
  void aQueueWithOtherArgumentsIsTakenAsItIs() {
    bench.broker.with(
        channel ->
            channel.queueDeclare(bench.queue, true, false, false, Map.of("x-max-length", 100)));
    bench.start();

    bench.broker.publish(bench.queue, "a");

    await().until(() -> bench.bodies().contains("a"));
  }

  @Test
  void whereNoDeadLetterQueueMayBeMadePoisonGoesToQuarantine() {
    bench.broker.declare(bench.queue);
    bench.rule = Bench.poison("bad");
    QueueConsumer consumer = bench.start(bench.config(false, "guest", "guest"), bench.quarantine());
    bench.broker.publish(bench.queue, "bad", "good");

    await().until(() -> bench.counted("done") == 1 && bench.counted("poison") == 1);
    await(consumer.drain());

    assertThat(bench.quarantined).containsExactly("bad: bad payload");
    assertThat(bench.broker.ready(bench.queue)).isZero();
  }

  @Test
  void poisonThatCanBeKeptNowhereStaysInTheQueue() {
    bench.broker.declare(bench.queue);
    bench.rule = Bench.poison("bad");
    Quarantine closed = (delivery, reason) -> Future.failedFuture("the store is away");
    QueueConsumer consumer =
        bench.start(bench.config(false, "guest", "guest"), Optional.of(closed));
    bench.broker.publish(bench.queue, "bad");
    await().until(() -> bench.counted("returned") >= 2);

    bench.broker.declare(bench.dead);

    await().until(() -> bench.counted("poison") == 1);
    await(consumer.drain());
    assertThat(bench.broker.ready(bench.dead)).isEqualTo(1);
    assertThat(bench.broker.ready(bench.queue)).isZero();
  }

  @Test
  void wrongCredentialsAreTriedUntilTheyAreRight() {
    String user = "foyer-" + UUID.randomUUID();
    String password = "a@b/c:d%20";
    bench.broker.declare(bench.queue);
    bench.broker.publish(bench.queue, "a");
    QueueConsumer consumer = bench.start(bench.config(true, user, password), Optional.empty());
    await().until(() -> consumer.state() == BROKER_AWAY);

    bench.broker.ctl("add_user", user, password);
    try {
      bench.broker.ctl("set_permissions", user, ".*", ".*", ".*");
      await().until(() -> bench.bodies().contains("a"));
      await(consumer.drain());
    } finally {
      bench.broker.ctl("delete_user", user);
    }
  }

  @Test
  void inAMemoryAlarmConsumingGoesOnAndPoisonIsKeptOnceItEnds() {
    bench.rule = Bench.poison("bad");
    QueueConsumer consumer = bench.start();
    bench.hold();
    bench.broker.publish(bench.queue, "good", "bad", "fine");
    await().until(() -> bench.seen.size() == 3);

    bench.broker.memoryAlarm(true);
    try {
      bench.seen.forEach(held -> held.verdict().complete(verdict(held.body())));
      await().until(() -> bench.counted("done") == 2);
      await().during(Duration.ofSeconds(6)).until(() -> bench.counted("poison") == 0);
    } finally {
      bench.broker.memoryAlarm(false);
    }

    await().until(() -> bench.counted("poison") == 1);
    await(consumer.drain());
    assertThat(bench.counted("returned")).isZero();
    assertThat(bench.broker.ready(bench.dead)).isEqualTo(1);
    assertThat(bench.broker.ready(bench.queue)).isZero();
  }

  private static HandlingResult verdict(String body) {
    return body.equals("bad")
        ? new HandlingResult.Poison("bad payload")
        : new HandlingResult.Done();
  }

  private Set<String> distinct() {
    return new HashSet<>(bench.bodies());
  }

  private static String[] numbered(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(Integer::toString).toArray(String[]::new);
  }
}

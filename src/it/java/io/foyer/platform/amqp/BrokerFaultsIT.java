package io.foyer.platform.amqp;

import static io.foyer.platform.amqp.ConsumerState.BROKER_AWAY;
import static io.foyer.platform.amqp.ConsumerState.CLOSED;
import static io.foyer.platform.amqp.ConsumerState.CONSUMING;
import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.platform.amqp.QueueConsumerFixture.Held;
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
  private final QueueConsumerFixture fixture = new QueueConsumerFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  /** With a client that renumbers tags per channel, m2's late ack settles m3 unseen. */
  @Test
  void aLateAckOfALostChannelSettlesNobodyElsesMessage() {
    fixture.hold();
    QueueConsumer consumer = fixture.start();
    fixture.broker.publish(fixture.queue, "m1", "m2", "m3");
    await().until(() -> fixture.seen.size() == 3);
    fixture.seen.getFirst().verdict().complete(new HandlingResult.Done());
    await().until(() -> fixture.counted("done") == 1);
    Held slow = fixture.seen.get(1);

    fixture.broker.closeAllConnections();
    await().until(() -> fixture.seen.size() == 5);
    slow.verdict().complete(new HandlingResult.Done());
    await(consumer.drain());

    assertThat(fixture.bodies()).containsExactly("m1", "m2", "m3", "m2", "m3");
    assertThat(fixture.broker.ready(fixture.queue)).isEqualTo(2);
  }

  @Test
  void aLatePoisonOfALostChannelIsNotKeptTwice() {
    fixture.hold();
    fixture.start();
    fixture.broker.publish(fixture.queue, "m1");
    await().until(() -> fixture.seen.size() == 1);

    fixture.broker.closeAllConnections();
    await().until(() -> fixture.seen.size() == 2);
    fixture.seen.forEach(held -> held.verdict().complete(new HandlingResult.Poison("bad")));
    await().until(() -> fixture.counted("poison") == 1);

    assertThat(fixture.broker.ready(fixture.dead)).isEqualTo(1);
  }

  @Test
  void connectionsClosedByTheBrokerComeBackWithNothingLost() {
    QueueConsumer consumer = fixture.start();
    for (int round = 0; round < 3; round++) {
      fixture.broker.publish(fixture.queue, numbered(round * 100, 100));
      fixture.broker.closeAllConnections();
    }

    await().until(() -> distinct().size() == 300);
    await(consumer.drain());

    assertThat(fixture.broker.ready(fixture.queue)).isZero();
    assertThat(fixture.registry.get("foyer.amqp.reconnects").counter().count()).isPositive();
  }

  @Test
  void aKilledBrokerComesBackWithItsDurableMessages() {
    fixture.hold();
    QueueConsumer consumer = fixture.start();
    fixture.broker.publish(fixture.queue, numbered(0, 50));
    await().until(() -> fixture.seen.size() == 16);

    fixture.broker.control("kill");
    await().until(() -> consumer.state() != CONSUMING);
    fixture.rule = QueueConsumerFixture.done();
    fixture.seen.clear();
    fixture.broker.control("start");

    await().until(() -> distinct().size() == 50);
    await(consumer.drain());
    assertThat(fixture.broker.ready(fixture.queue)).isZero();
  }

  /**
   * No packet says that the other side is gone: only missing heartbeats do. Of what the two sides
   * propose the shorter holds, and the broker is the one to propose a short one here.
   */
  @Test
  void aBrokerThatFallsSilentIsNoticedAndTakenUpAgain() {
    fixture.broker.ctl("eval", "application:set_env(rabbit, heartbeat, 3).");
    try {
      QueueConsumer consumer = fixture.start();
      fixture.broker.control("pause");
      try {
        await().until(() -> consumer.state() != CONSUMING);
      } finally {
        fixture.broker.control("resume");
      }
      await().until(() -> consumer.state() == CONSUMING);
    } finally {
      fixture.broker.ctl("eval", "application:set_env(rabbit, heartbeat, 60).");
    }

    fixture.broker.publish(fixture.queue, "a");
    await().until(() -> fixture.bodies().contains("a"));
  }

  @Test
  void drainEndsInTimeWhileABlockedBrokerHoldsUpADeadLetter() {
    QueueConsumer consumer = fixture.start();
    fixture.rule = QueueConsumerFixture.poison("bad");
    fixture.broker.publish(fixture.queue, "bad");
    await().until(() -> fixture.counted("poison") == 1);
    fixture.hold();
    fixture.broker.publish(fixture.queue, "bad");
    await().until(() -> fixture.seen.size() == 2);

    fixture.broker.memoryAlarm(true);
    try {
      fixture.seen.getLast().verdict().complete(new HandlingResult.Poison("bad payload"));
      await(consumer.drain());
      assertThat(consumer.state()).isEqualTo(CLOSED);
    } finally {
      fixture.broker.memoryAlarm(false);
    }

    await().until(() -> fixture.broker.ready(fixture.queue) == 1);
  }

  @Test
  void aQueueMissingAtTheStartIsConsumedOnceItIsMade() {
    QueueConsumer consumer =
        fixture.start(fixture.config(false, "guest", "guest"), Optional.empty());
    await().until(() -> consumer.state() == BROKER_AWAY);

    fixture.broker.declare(fixture.queue);
    fixture.broker.publish(fixture.queue, "a");

    await().until(() -> fixture.bodies().contains("a"));
    await().until(() -> fixture.connected() == 1);
  }

  @Test
  void aQueueDeletedWhileConsumingIsMadeAgain() {
    QueueConsumer consumer = fixture.start();

    fixture.broker.delete(fixture.queue);
    await().until(() -> fixture.registry.get("foyer.amqp.reconnects").counter().count() > 0);
    await().until(() -> consumer.state() == CONSUMING);
    fixture.broker.publish(fixture.queue, "a");

    await().until(() -> fixture.bodies().contains("a"));
  }

  @Test
  void aQueueWithOtherArgumentsIsTakenAsItIs() {
    fixture.broker.with(
        channel ->
            channel.queueDeclare(fixture.queue, true, false, false, Map.of("x-max-length", 100)));
    fixture.start();

    fixture.broker.publish(fixture.queue, "a");

    await().until(() -> fixture.bodies().contains("a"));
  }

  @Test
  void whereNoDeadLetterQueueMayBeMadePoisonGoesToQuarantine() {
    fixture.broker.declare(fixture.queue);
    fixture.rule = QueueConsumerFixture.poison("bad");
    QueueConsumer consumer =
        fixture.start(fixture.config(false, "guest", "guest"), fixture.quarantine());
    fixture.broker.publish(fixture.queue, "bad", "good");

    await().until(() -> fixture.counted("done") == 1 && fixture.counted("poison") == 1);
    await(consumer.drain());

    assertThat(fixture.quarantined).containsExactly("bad: bad payload");
    assertThat(fixture.broker.ready(fixture.queue)).isZero();
  }

  @Test
  void poisonThatCanBeKeptNowhereStaysInTheQueue() {
    fixture.broker.declare(fixture.queue);
    fixture.rule = QueueConsumerFixture.poison("bad");
    Quarantine closed = (delivery, reason) -> Future.failedFuture("the store is away");
    QueueConsumer consumer =
        fixture.start(fixture.config(false, "guest", "guest"), Optional.of(closed));
    fixture.broker.publish(fixture.queue, "bad");
    await().until(() -> fixture.counted("returned") >= 2);

    fixture.broker.declare(fixture.dead);

    await().until(() -> fixture.counted("poison") == 1);
    await(consumer.drain());
    assertThat(fixture.broker.ready(fixture.dead)).isEqualTo(1);
    assertThat(fixture.broker.ready(fixture.queue)).isZero();
  }

  @Test
  void wrongCredentialsAreTriedUntilTheyAreRight() {
    String user = "foyer-" + UUID.randomUUID();
    String password = "a@b/c:d%20";
    fixture.broker.declare(fixture.queue);
    fixture.broker.publish(fixture.queue, "a");
    QueueConsumer consumer = fixture.start(fixture.config(true, user, password), Optional.empty());
    await().until(() -> consumer.state() == BROKER_AWAY);

    fixture.broker.ctl("add_user", user, password);
    try {
      fixture.broker.ctl("set_permissions", user, ".*", ".*", ".*");
      await().until(() -> fixture.bodies().contains("a"));
      await(consumer.drain());
    } finally {
      fixture.broker.ctl("delete_user", user);
    }
  }

  @Test
  void inAMemoryAlarmConsumingGoesOnAndPoisonIsKeptOnceItEnds() {
    fixture.rule = QueueConsumerFixture.poison("bad");
    QueueConsumer consumer = fixture.start();
    fixture.hold();
    fixture.broker.publish(fixture.queue, "good", "bad", "fine");
    await().until(() -> fixture.seen.size() == 3);

    fixture.broker.memoryAlarm(true);
    try {
      fixture.seen.forEach(held -> held.verdict().complete(verdict(held.body())));
      await().until(() -> fixture.counted("done") == 2);
      await().during(Duration.ofSeconds(6)).until(() -> fixture.counted("poison") == 0);
    } finally {
      fixture.broker.memoryAlarm(false);
    }

    await().until(() -> fixture.counted("poison") == 1);
    await(consumer.drain());
    assertThat(fixture.counted("returned")).isZero();
    assertThat(fixture.broker.ready(fixture.dead)).isEqualTo(1);
    assertThat(fixture.broker.ready(fixture.queue)).isZero();
  }

  private static HandlingResult verdict(String body) {
    return body.equals("bad")
        ? new HandlingResult.Poison("bad payload")
        : new HandlingResult.Done();
  }

  private Set<String> distinct() {
    return new HashSet<>(fixture.bodies());
  }

  private static String[] numbered(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(Integer::toString).toArray(String[]::new);
  }
}

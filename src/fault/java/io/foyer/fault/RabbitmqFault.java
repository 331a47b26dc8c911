package io.foyer.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** F7: the broker drops connections, dies, blocks, loses its queue, and carries poison. */
@ResourceLock(Machine.NAME)
class RabbitmqFault {
  @Test
  void brokerThatBreaksInEveryWayLosesAndDoublesNothing() {
    try (Stage stage = new Stage("f7").nodes(2).slowSlack()) {
      stage.nodes().start();
      awaitConsumers(stage);
      SplittableRandom random = stage.random("plan");
      Duration span = Duration.ofSeconds(35);
      try (Load amqp = stage.amqp(Plan.of(random, 100_001, 500, span));
          Load http = stage.http(Plan.of(random, 1, 100, span), 1)) {
        Beat.ofSeconds(2);
        cutConnections(stage);
        poison(stage, 10);
        memoryAlarm(stage);
        crash(stage);
        amqp.await();
        http.await();
      }
      deleteQueue(stage, random);
      RunVerdict runVerdict = stage.judge(0);
      assertThat(stage.broker().ready(stage.queue() + ".dead"))
          .as("dead letters")
          .isBetween(10, 12);
      assertThat(stage.broker().unacknowledged(stage.queue())).as("left in the queue").isZero();
      assertThat(stage.postman().refusals()).isEmpty();
      runVerdict.holds(500);
    }
  }

  private static void awaitConsumers(Stage stage) {
    Awaitility.await("both nodes consume again")
        .ignoreExceptions()
        .until(() -> stage.broker().consumers(stage.queue()) == 2);
  }

  /** By the broker, and in the middle of frames, between delivery and acknowledgement. */
  private static void cutConnections(Stage stage) {
    for (int i = 0; i < 4; i++) {
      stage.broke("connections cut");
      if (i % 2 == 0) {
        stage.broker().closeAllConnections();
      } else {
        stage.rabbitmqNetwork().resetAfter(3_001);
      }
      Beat.ofSeconds(2);
    }
    awaitConsumers(stage);
    stage.healed("connections");
  }

  /** Messages that no consumer can read. */
  private static void poison(Stage stage, int count) {
    BasicProperties headers =
        new BasicProperties.Builder()
            .deliveryMode(2)
            .headers(Map.of("X-Model", "scale_team", "X-Event", "create"))
            .build();
    for (int i = 0; i < count; i++) {
      stage.broker().publish(stage.queue(), headers, "null".getBytes(UTF_8));
    }
  }

  private static void memoryAlarm(Stage stage) {
    stage.broke("memory alarm");
    try {
      stage.broker().memoryAlarm(true);
      Beat.ofSeconds(4);
    } finally {
      stage.broker().memoryAlarm(false);
    }
    stage.healed("memory");
  }

  private static void crash(Stage stage) {
    stage.broke("broker killed");
    stage.broker().control("restart");
    awaitConsumers(stage);
    stage.healed("broker");
  }

  /** An empty queue is deleted under the consumers; what comes after must arrive. */
  private static void deleteQueue(Stage stage, SplittableRandom random) {
    Awaitility.await().until(() -> stage.broker().unacknowledged(stage.queue()) == 0);
    stage.broker().delete(stage.queue());
    stage.broke("queue deleted");
    try (Load after = stage.amqp(Plan.of(random, 200_001, 50, Duration.ofSeconds(2)))) {
      awaitConsumers(stage);
      stage.healed("queue");
      after.await();
    }
  }
}

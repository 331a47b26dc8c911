package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.GetResponse;
import io.foyer.testing.RabbitMqBroker;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Messages that together are several times as large as the heap of the node (256 MB) wait in the
 * queue when it starts: some longer than a delivery may be, more just within that.
 */
@ResourceLock(Machine.NAME)
class LargeMessageFault {
  private static final int OVER = 20_000_000;
  private static final int WITHIN = 7_000_000;
  private static final int EACH = 40;
  private static final int BOOKED = 20;
  private static final BasicProperties HEADERS =
      new BasicProperties.Builder()
          .headers(Map.of("X-Model", "scale_team", "X-Event", "create"))
          .build();

  @Test
  void aNodeWithASmallHeapHandlesThemAllOnOneConnection() throws Exception {
    try (Stage stage = new Stage("large").nodes(1)) {
      RabbitMqBroker broker = stage.broker();
      String dead = stage.queue() + ".dead";
      broker.declare(stage.queue());
      broker.declare(dead);
      byte[] over = spaces(OVER);
      fill(stage, over, EACH / 4);
      fill(stage, spaces(WITHIN), EACH);
      FoyerProcess node = stage.nodes().get(0).start();
      Plan plan = Plan.of(stage.random("plan"), 1, BOOKED, Duration.ofSeconds(1)).withoutChanges();
      assertThat(plan.steps()).isNotEmpty();
      try (Load load = stage.amqp(plan)) {
        load.await();
      }
      await("all settled").until(() -> broker.unacknowledged(stage.queue()) == 0 || !node.alive());

      assertThat(node.alive()).isTrue();
      assertThat(node.logged()).doesNotContain("OutOfMemoryError").doesNotContain("Channel lost");
      assertThat(stage.database().number("SELECT count(*) FROM evaluations"))
          .isEqualTo(plan.steps().size());
      assertThat(broker.ready(dead)).isEqualTo(EACH + EACH / 4);
      String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(over));
      for (int i = 0; i < EACH / 4; i++) { // what came first is kept first
        GetResponse letter = broker.with(channel -> channel.basicGet(dead, true));
        assertThat(letter.getBody()).hasSize(64 << 10);
        assertThat(letter.getProps().getHeaders().get("x-foyer-body-size")).hasToString("" + OVER);
        assertThat(letter.getProps().getHeaders().get("x-foyer-body-sha256")).hasToString(sha256);
      }
    }
  }

  private static void fill(Stage stage, byte[] body, int copies) {
    stage
        .broker()
        .with(
            channel -> {
              for (int i = 0; i < copies; i++) {
                channel.basicPublish("", stage.queue(), HEADERS, body);
              }
              return copies;
            });
  }

  private static byte[] spaces(int size) {
    byte[] body = new byte[size];
    Arrays.fill(body, (byte) ' ');
    return body;
  }
}

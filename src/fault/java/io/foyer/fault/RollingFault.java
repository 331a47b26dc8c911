package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** F4 and F17: nodes are restarted in order under load, and webhook secrets change meanwhile. */
@ResourceLock(Machine.NAME)
class RollingFault {
  private static final Duration SPAN = Duration.ofSeconds(25);

  @Test
  void secretsAreReplacedByRestartsUnderLoadAndNoWebhookIsRefused() {
    try (Stage stage = new Stage("f4f17").nodes(2).slowSlack()) {
      stage.nodes().start();
      replaceSecrets(stage);
      RunVerdict runVerdict = stage.judge(0);
      assertThat(stage.postman().refusals()).isSubsetOf("503");
      runVerdict.holds(500);
    }
  }

  static void replaceSecrets(Stage stage) {
    SplittableRandom random = stage.random("plan");
    try (Load http = stage.http(Plan.of(random, 1, 500, SPAN), 1);
        Load amqp = stage.amqp(Plan.of(random, 100_001, 100, SPAN))) {
      UnaryOperator<String> old = Planted::webhookSecret;
      UnaryOperator<String> next = Planted::nextWebhookSecret;
      roll(stage, Planted.webhooks(old) + "," + Planted.webhooks(next));
      stage.postman().secrets(next);
      // Deliveries that were signed before have been answered by the time a node has restarted.
      roll(stage, Planted.webhooks(next));
      http.await();
      amqp.await();
    }
  }

  private static void roll(Stage stage, String webhooks) {
    for (FoyerProcess process : stage.nodes().all()) {
      assertThat(process.terminate(Duration.ofSeconds(30))).as("exit code").isZero();
      stage.broke("SIGTERM");
      process.set("INTRA_WEBHOOKS", webhooks).start();
      stage.healed("restart");
    }
  }
}

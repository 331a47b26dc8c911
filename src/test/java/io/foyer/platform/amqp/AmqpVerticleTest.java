package io.foyer.platform.amqp;

import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.platform.config.Secret;
import io.foyer.testing.Ports;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AmqpVerticleTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void deploysWhileTheBrokerIsAwayAndUndeploysAtOnce() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    AmqpVerticle verticle =
        new AmqpVerticle(
            config(Ports.free()),
            config(Ports.free()).webhookQueue().orElseThrow(),
            delivery -> Future.succeededFuture(new HandlingResult.Done()),
            Optional.empty(),
            registry);

    String id = await(vertx.deployVerticle(verticle));
    await().until(() -> registry.get("foyer.amqp.reconnects").counter().count() >= 1);
    assertThat(verticle.state().connected()).isFalse();

    await(vertx.undeploy(id));
    assertThat(verticle.state()).isEqualTo(ConsumerState.CLOSED);
  }

  @Test
  void theDeadLetterQueueIsNamedAfterTheQueue() {
    ConsumedQueue queue = config(5672).webhookQueue().orElseThrow();

    assertThat(queue.deadLetters()).isEqualTo("webhooks.dead");
    assertThat(queue.declared()).containsExactly("webhooks", "webhooks.dead");
  }

  private static RabbitMqConfig config(int port) {
    return new RabbitMqConfig(
        "127.0.0.1", port, "", "guest", Secret.of("guest"), true, "webhooks", true, "", 16);
  }
}

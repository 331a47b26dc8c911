package io.foyer.evaluations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.testing.Alone;
import io.foyer.testing.Appointment;
import io.foyer.testing.RabbitMqBroker;
import io.foyer.testing.TestQueue;
import io.foyer.testing.Visitor;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Check 30 of 42-jitsi: no trouble with the broker needs a restart of the program. */
class BrokerReturnsIT {
  private static final Map<String, String> CREATE =
      Map.of("X-Model", "scale_team", "X-Event", "create");

  private final TestQueue queue = new TestQueue("foyer_it_returns");
  private final Instant tomorrow = Instant.now().plusSeconds(86_400);

  @AfterEach
  void close() {
    queue.close();
  }

  private void takes(ProgramFixture program) {
    Appointment booked = program.appointment();
    queue.publish(CREATE, booked.at(tomorrow).encode().getBytes(UTF_8));
    await().until(() -> !program.status(booked).equals("none"));
  }

  private static String readiness(ProgramFixture program) {
    Visitor operator = new Visitor(program.node().managementPort());
    var answer = operator.send(operator.request("/ready").GET().build());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void aQueueThatIsMissingAtTheStartIsConsumedAsSoonAsItIsThere() {
    Map<String, String> undeclared = new HashMap<>(queue.environment());
    undeclared.put("RABBITMQ_DECLARE", "false");
    try (ProgramFixture program = ProgramFixture.open("queue_missing", undeclared)) {
      await().until(() -> readiness(program).contains("BROKER_AWAY"));

      queue.declare();

      await().until(() -> queue.consumers() == 1);
      takes(program);
    }
  }

  /** Alone, because it closes the connections of all tests. */
  @Alone
  @Test
  void connectionsThatTheBrokerClosesComeBack() throws Exception {
    try (ProgramFixture program = ProgramFixture.open("queue_cut", queue.environment())) {
      await().until(() -> queue.consumers() == 1);
      takes(program);

      new RabbitMqBroker().closeAllConnections();

      await().until(() -> queue.consumers() == 1);
      takes(program);
      assertThat(readiness(program)).doesNotContain("BROKER_AWAY");
    }
  }
}

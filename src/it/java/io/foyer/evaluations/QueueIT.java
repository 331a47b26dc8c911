package io.foyer.evaluations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.GetResponse;
import io.foyer.ProgramFixture;
import io.foyer.demo.Faults.Fault;
import io.foyer.testing.Appointment;
import io.foyer.testing.TestQueue;
import io.foyer.testing.Visitor;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The second door, a real RabbitMQ. Numbers are those of the acceptance checks of 42-jitsi. */
@TestInstance(Lifecycle.PER_CLASS)
class QueueIT {
  private static final String IGNORED =
      "foyer_amqp_deliveries_total{queue=\"foyer_it_webhooks\",verdict=\"ignored\"";

  private final TestQueue queue = new TestQueue("foyer_it_webhooks");
  private final ProgramFixture program = ProgramFixture.open("queue", queue.environment());
  private final Instant tomorrow = Instant.now().plusSeconds(86_400);

  @AfterEach
  void leaveNothing() {
    program.intra().faults().clear();
    while (queue.takeDead().isPresent()) {
      // of a test that failed
    }
  }

  @AfterAll
  void close() {
    program.close();
    int left = queue.ready(); // what was not acknowledged came back
    queue.close();
    assertThat(left).isZero();
  }

  private static Map<String, String> headers(String event) {
    return Map.of("X-Model", "scale_team", "X-Event", event);
  }

  private void publish(String event, JsonObject payload) {
    queue.publish(headers(event), payload.encode().getBytes(UTF_8));
  }

  private void publish(String event, String body) {
    queue.publish(headers(event), body.getBytes(UTF_8));
  }

  private void scheduled(Appointment booked) {
    await().until(() -> program.status(booked).equals("scheduled") && program.enriched(booked));
  }

  private long evaluations() {
    return program.database().number("SELECT count(*) FROM evaluations");
  }

  private double metric(String name) {
    Visitor operator = new Visitor(program.node().managementPort());
    return operator
        .send(operator.request("/metrics").GET().build())
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  // 25
  @Test
  void createUpdateAndDestroyHaveTheEffectOfAWebhook() {
    Appointment booked = program.appointment();
    publish("create", booked.at(tomorrow));
    scheduled(booked);
    publish("update", booked.at(tomorrow.plusSeconds(600)));
    await()
        .until(
            () ->
                program
                        .database()
                        .number(
                            "SELECT version FROM meetings WHERE origin_id = ?",
                            Long.toString(booked.id()))
                    == 2);
    publish("destroy", booked.gone());

    await().until(() -> program.status(booked).equals("cancelled"));
    assertThat(queue.dead()).isZero();
  }

  @Test
  void aDeliveryThatComesByBothDoorsIsOne() {
    Appointment booked = program.appointment();
    JsonObject payload = booked.at(tomorrow);
    Map<String, String> headers = new HashMap<>(headers("create"));
    headers.put("X-Delivery", "both-doors");

    queue.publish(headers, payload.encode().getBytes(UTF_8));
    scheduled(booked);

    assertThat(program.visitor().deliver("create", "both-doors", payload).statusCode())
        .isEqualTo(204);
    assertThat(
            program.database().number("SELECT revision FROM evaluations WHERE id = ?", booked.id()))
        .isEqualTo(1);
  }

  // 26
  @Test
  void whatIsNotForUsIsAcknowledgedAndCounted() {
    long before = evaluations();
    double ignored = metric(IGNORED);
    byte[] body = program.appointment().at(tomorrow).encode().getBytes(UTF_8);
    queue.publish(Map.of(), body);
    queue.publish(Map.of("X-Model", "user", "X-Event", "create"), body);
    queue.publish(Map.of("X-Model", "scale_team", "X-Event", "foo"), body);
    queue.publish(Map.of("X-Model", "scale_team"), body);
    Appointment last = program.appointment();
    publish("create", last.at(tomorrow));

    scheduled(last);
    assertThat(queue.dead()).isZero();
    assertThat(evaluations()).isEqualTo(before + 1);
    assertThat(metric(IGNORED)).isEqualTo(ignored + 4);
  }

  // 27
  @Test
  void poisonIsADeadLetterWithItsReasonAndHoldsUpNobody() {
    long before = evaluations();
    List<String> poison =
        List.of("null", "", "{\"id\":", "{\"id\":\"5\"}", "[]", "{\"id\":5,\"team\":{}}");
    byte[] large = new byte[10 << 20];
    Arrays.fill(large, (byte) ' ');
    for (String body : poison) {
      publish("create", body);
    }
    publish("destroy", "{\"id\":\"5\"}");
    publish("destroy", "null");
    queue.publish(headers("create"), large);
    queue.publish(headers("create"), new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'});
    Appointment next = program.appointment();
    publish("create", next.at(tomorrow));

    scheduled(next);
    await().until(() -> queue.dead() == poison.size() + 4);
    for (int i = 0; i < poison.size() + 4; i++) {
      GetResponse letter = queue.takeDead().orElseThrow();
      assertThat(letter.getProps().getHeaders()).containsKey("X-Model");
      assertThat(letter.getProps().getHeaders().get("x-foyer-reason")).asString().isNotEmpty();
    }
    assertThat(evaluations()).isEqualTo(before + 1);
  }

  // 28, applied to the enrichment job
  @Test
  void whileTheIntranetIsAwayTheMessageIsTakenAndCompletedLater() {
    program.intra().faults().on("/", new Fault.Status(503));
    Appointment booked = program.appointment();
    publish("create", booked.at(tomorrow));
    await().until(() -> program.status(booked).equals("planned"));

    program.intra().faults().clear();

    scheduled(booked);
    assertThat(queue.dead()).isZero();
  }

  // 28
  @Test
  void whileTheDatabaseIsAwayMessagesWaitInTheirQueue() throws Exception {
    Appointment first = program.appointment();
    Appointment second = program.appointment();
    try (AutoCloseable refusal = program.database().refusal()) {
      publish("create", first.at(tomorrow));
      publish("create", second.at(tomorrow));
      await().until(() -> queue.ready() == 2);
      await()
          .until(() -> program.visitor().deliver("create", first.at(tomorrow)).statusCode() == 503);
      assertThat(refusal).isNotNull();
    }

    scheduled(first);
    scheduled(second);
    assertThat(queue.dead()).isZero();
  }

  // 29
  @Test
  void aDrainInMidMessageFinishesIt() throws Exception {
    try (TestQueue own = new TestQueue("foyer_it_drained");
        ProgramFixture drained = ProgramFixture.open("queue_drained", own.environment())) {
      await().until(() -> own.consumers() == 1);
      Appointment booked = drained.appointment();
      CompletableFuture<Void> end;
      try (AutoCloseable lock = drained.database().lock("foyer.evaluations")) {
        own.publish(headers("create"), booked.at(tomorrow).encode().getBytes(UTF_8));
        await().until(() -> waiting(drained) >= 1);
        end = CompletableFuture.runAsync(drained.node().drain());
        await().until(() -> own.consumers() == 0);
        assertThat(lock).isNotNull();
      }

      end.get(20, TimeUnit.SECONDS);
      assertThat(drained.status(booked)).isIn("planned", "scheduled");
      assertThat(own.ready()).isZero();
      assertThat(own.dead()).isZero();
    }
  }

  /** Who waits for a lock. */
  private static long waiting(ProgramFixture program) {
    return program
        .database()
        .number(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND wait_event_type = 'Lock'");
  }
}

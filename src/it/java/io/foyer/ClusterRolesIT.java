package io.foyer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.Appointment;
import io.foyer.testing.ManagementClient;
import io.foyer.testing.OnRedis;
import io.foyer.testing.TestQueue;
import io.foyer.testing.Visitor;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An evaluation walks through nodes each of which does a part. */
class ClusterRolesIT {
  private static final Map<String, String> CREATE =
      Map.of("X-Model", "scale_team", "X-Event", "create");

  @Test
  void oneNodeTakesAnotherPlansAndTellsAThirdReadsTheQueue() throws Exception {
    try (TestQueue queue = new TestQueue("foyer-it-roles");
        ProgramFixture program = ProgramFixture.open("roles", settings())) {
      ProgramFixture.Node reader = program.node(with(queue.environment(), "amqp"));
      ProgramFixture.Node worker = program.node(Map.of("ROLES", "timer,notify"));
      for (ProgramFixture.Node node : new ProgramFixture.Node[] {program.node(), reader, worker}) {
        new ManagementClient(node.managementPort()).await("cluster", "up nodes: 3");
      }
      Instant soon = Instant.now().plus(Duration.ofMinutes(10));
      Appointment posted = program.appointment();
      Appointment queued = program.appointment();

      assertThat(program.visitor().deliver("create", "roles-1", posted.at(soon)).statusCode())
          .isEqualTo(204);
      queue.publish(CREATE, queued.at(soon).encode().getBytes(UTF_8));

      isTold(program, posted);
      isTold(program, queued);
      assertThat(queue.ready()).isZero();
      assertThat(program.visitor().get("/api/v2/evaluations/" + queued.id()).body())
          .contains("\"sent\"");

      // Nobody plans meanwhile, and nothing is forgotten.
      worker.drain().run();
      Appointment later = program.appointment();
      new Visitor(program.node().port()).deliver("create", "roles-2", later.at(soon));
      assertThat(program.status(later)).isEqualTo("planned");
      program.node(Map.of("ROLES", "timer,notify"));
      isTold(program, later);
    }
  }

  private static Map<String, String> settings() {
    return with(OnRedis.settings(), "http");
  }

  private static Map<String, String> with(Map<String, String> settings, String roles) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("ROLES", roles);
    return all;
  }

  private static void isTold(ProgramFixture program, Appointment booked) {
    await().until(() -> program.toldAbout(booked).size() == 1);
    await().until(() -> program.status(booked).equals("announced"));
  }
}

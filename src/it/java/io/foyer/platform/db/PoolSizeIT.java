package io.foyer.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.testing.Appointment;
import io.foyer.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A node has no more connections than its setting says, and works with the fewest. */
class PoolSizeIT {
  private static final int BOOKINGS = 60;
  private static final int FEWEST = 2;
  private static final int LISTENER = 1;

  @Test
  void aNodeWithTheFewestConnectionsDoesAllItsWork() throws Exception {
    Map<String, String> settings = Map.of("POSTGRES_POOL_SIZE", Integer.toString(FEWEST));
    try (ProgramFixture program = ProgramFixture.open("pool_size", settings);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Appointment> booked = new ArrayList<>();
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < BOOKINGS; i++) {
        Appointment made = program.appointment();
        booked.add(made);
        Instant begin = Instant.now().plus(Duration.ofMinutes(10));
        answers.add(
            callers.submit(() -> program.visitor().deliver("create", made.at(begin)).statusCode()));
      }

      long most = 0;
      while (!answers.stream().allMatch(Future::isDone)
          || !booked.stream().allMatch(it -> program.toldAbout(it).size() == 1)) {
        most = Math.max(most, connections(program.database()));
      }

      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(204);
      }
      assertThat(most).isBetween(1L, (long) FEWEST + LISTENER);
      await().until(() -> connections(program.database()) <= FEWEST + LISTENER);
    }
  }

  private static long connections(TestDatabase database) {
    return database.number(
        "SELECT count(*) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND application_name = 'foyer'");
  }
}

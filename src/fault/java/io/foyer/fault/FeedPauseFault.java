package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * F3 of the feeds, and what takes time: a writer that sleeps through its lease, one that dies, and
 * nobody who writes for a while. Another is to write in time, so it has the machine alone for
 * somewhat more than a minute.
 */
@ResourceLock(Machine.NAME)
class FeedPauseFault {
  @Test
  void anotherTakesOverFromWhoeverDiesOrSleepsAndTheSleeperWritesNothing() {
    try (FeedFaultStage stage = new FeedFaultStage("feeds_f3").nodes(2)) {
      stage.nodes().start();
      stage.load(500);
      FoyerProcess first = stage.writing();
      stage.takeover(first::kill);
      FoyerProcess second = stage.writing();
      first.start();
      sleepThroughTheLease(stage, second);
      sleepInATransaction(stage, stage.writing());
      stage.holds(3_000);
    }
  }

  private static void sleepThroughTheLease(FeedFaultStage stage, FoyerProcess sleeper) {
    try {
      stage.takeover(() -> sleeper.signal("STOP"));
    } finally {
      sleeper.signal("CONT");
    }
    mayNotWrite(stage, sleeper);
  }

  private static void mayNotWrite(FeedFaultStage stage, FoyerProcess sleeper) {
    Awaitility.await().until(() -> stage.state(sleeper).endsWith("standby"));
    assertThat(sleeper.logged())
        .as("how it came to know")
        .containsAnyOf("Feed writer lost its lease", "Ingest session failed, retrying");
    stage.writing();
  }

  /** It holds what it has locked, and nobody ends its session for it. */
  private static void sleepInATransaction(FeedFaultStage stage, FoyerProcess sleeper) {
    try {
      stage.takeover(
          () ->
              Awaitility.await("a node sleeps in a transaction")
                  .pollInterval(Duration.ofMillis(50))
                  .until(
                      () -> {
                        sleeper.signal("STOP");
                        boolean within = inTransaction(stage);
                        if (!within) {
                          sleeper.signal("CONT");
                        }
                        return within;
                      }));
    } finally {
      sleeper.signal("CONT");
    }
    mayNotWrite(stage, sleeper);
  }

  /** Two looks, because what a statement answered may still be on its way to the sleeper. */
  private static boolean inTransaction(FeedFaultStage stage) {
    String idle =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle"
            + " in transaction'";
    if (stage.database().number(idle) == 0) {
      return false;
    }
    Beat.ofMillis(100);
    return stage.database().number(idle) > 0;
  }

  @Test
  void whatCameWhileNobodyWroteIsWrittenInOrder() {
    try (FeedFaultStage stage = new FeedFaultStage("feeds_away").nodes(2)) {
      stage.nodes().start();
      stage.load(1_000);
      stage.writing();
      for (FoyerProcess process : stage.nodes().all()) {
        assertThat(process.terminate(Duration.ofSeconds(30))).as("exit code").isZero();
      }
      long before = stage.written();
      Beat.ofSeconds(10);
      assertThat(stage.written()).as("nobody wrote").isEqualTo(before);
      stage.nodes().start();
      stage.holds(8_000);
    }
  }
}

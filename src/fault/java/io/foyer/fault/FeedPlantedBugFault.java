package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.fault.FeedFinding.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The checker against real bugs, planted into the writer as it is loaded: a message that is passed
 * over, and a batch that is written in the wrong order. Some ten seconds.
 */
@ResourceLock(Machine.NAME)
class FeedPlantedBugFault {
  private static String rule(String name, int batch, String action) {
    return """
    RULE %1$s
    CLASS io.foyer.feeds.BatchStore
    METHOD write
    AT ENTRY
    BIND copy : java.util.List = new java.util.ArrayList($2)
    IF copy.size() > 100 && incrementCounter("%1$s") == %2$d
    DO %3$s
    ENDRULE
    """
        .formatted(name, batch, action);
  }

  @Test
  void everyPlantedBugIsCaughtForWhatItIs() {
    try (FeedFaultStage stage = new FeedFaultStage("feeds_planted").nodes(1)) {
      String bugs =
          rule("drop", 1, "$2 = copy.subList(1, copy.size())")
              + rule(
                  "swap",
                  2,
                  "java.util.Collections.reverse(copy.subList(0, copy.size() - 1)); $2 = copy");
      FoyerProcess process = stage.nodes().get(0);
      process.jvm(CrashPoint.agent(stage.folder().resolve("planted.btm"), bugs)).start();
      stage.load(500);
      for (int i = 0; i < 2; i++) {
        stage.writing();
        // What comes meanwhile is one batch.
        stage.database().whileLocked("foyer.feed_messages", () -> Beat.ofSeconds(2));
      }
      stage.writing();
      assertThat(stage.judge().findings())
          .extracting(FeedFinding::kind)
          .contains(Kind.LOST, Kind.DISORDER)
          .doesNotContain(Kind.DOUBLED, Kind.INVENTED, Kind.CHANGED, Kind.SENT_TWICE);
    }
  }
}

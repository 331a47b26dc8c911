package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.testing.Vitals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * F20, {@code make soak}: evaluations, feeds and chat go on for half an hour on three clustered
 * nodes, while one thing after another breaks at random. Nothing is lost or doubled, everything is
 * ready again after each fault, and a node that lives through it all holds no more at the end than
 * at the beginning. The same seed draws the same faults in the same order, and the same
 * evaluations; how many faults a minute has is the machine's.
 */
@ResourceLock(Machine.NAME)
class Soak {
  private static final int MINUTES = Integer.getInteger("foyer.soak.minutes", 30);
  private static final Duration WAVE = Duration.ofSeconds(60);
  private static final long EVALUATIONS = 1_000_000; // more than any wave has

  /** The flows that the soak runs and breaks. */
  record Targets(Stage stage, ChatStage chat, FeedFaultStage feeds) {}

  @Test
  @Timeout(value = 4, unit = TimeUnit.HOURS)
  void everythingBreaksForHalfAnHourAndNothingIsLostOrDoubledOrGrows() {
    List<FeedFaultStage> attached = new ArrayList<>();
    try (ChatStage chat = new ChatStage("soak", stage -> attached.add(feeds(stage)));
        FeedFaultStage feeds = attached.getFirst()) {
      Targets targets = new Targets(chat.stage(), chat, feeds);
      chat.talk(1_000, false);
      feeds.load(50);
      List<Vitals> vitals = soak(targets);
      chat.judge(100 * MINUTES);
      feeds.holds(2_000 * MINUTES);
      chat.stage().judge(0).holds(80 * MINUTES);
      doesNotGrow(vitals);
    }
  }

  private static FeedFaultStage feeds(Stage stage) {
    stage.slowSlack();
    return new FeedFaultStage(stage);
  }

  /** What the first node held after each wave. */
  private static List<Vitals> soak(Targets targets) {
    SplittableRandom random = targets.stage().random("soak");
    List<Vitals> vitals = new ArrayList<>();
    Map<String, Integer> struck = new TreeMap<>();
    for (int wave = 0; wave < MINUTES; wave++) {
      wave(targets, wave, random, struck);
      vitals.add(targets.stage().nodes().get(0).vitals());
      System.out.printf("soak: minute %d, %s%n", wave + 1, vitals.getLast());
    }
    System.out.println("soak: struck " + struck + ", seed " + targets.stage().seed().value());
    return vitals;
  }

  private static void wave(
      Targets targets, int number, SplittableRandom random, Map<String, Integer> struck) {
    Stage stage = targets.stage();
    Instant end = Instant.now().plus(WAVE);
    long first = 1 + number * EVALUATIONS;
    SplittableRandom plan = stage.random("wave " + number); // however many faults there were
    try (Load http = stage.http(Plan.of(plan, first, 80, WAVE), 1);
        Load amqp = stage.amqp(Plan.of(plan, first + EVALUATIONS / 2, 30, WAVE))) {
      while (Instant.now().isBefore(end)) {
        Beat.ofMillis(random.nextInt(500, 6_000));
        SoakTrouble trouble = SoakTrouble.ALL.get(random.nextInt(SoakTrouble.ALL.size()));
        strike(targets, trouble, random.split());
        struck.merge(trouble.name(), 1, Integer::sum);
      }
      http.await();
      amqp.await();
    }
  }

  private static void strike(Targets targets, SoakTrouble trouble, SplittableRandom random) {
    Stage stage = targets.stage();
    stage.broke(trouble.name());
    trouble.blow().strike(targets, random);
    stage.broke(trouble.name());
    stage.healed(trouble.name());
    targets.chat().cluster().awaitWhole();
    var unused = targets.feeds().writing();
  }

  /**
   * Whoever lived through it all held no more in the last third than in the first, but for the few
   * clients of the chat, which sit now here and now there.
   */
  private static void doesNotGrow(List<Vitals> vitals) {
    int third = Math.max(1, vitals.size() / 3);
    Vitals begin = Vitals.least(vitals.subList(0, third));
    Vitals end = Vitals.least(vitals.subList(vitals.size() - third, vitals.size()));
    System.out.println("soak: at first " + begin + "; at last " + end);
    assertThat(begin.handlers()).as("handlers at first").isPositive();
    assertThat(end.handlers()).as("handlers").isLessThanOrEqualTo(begin.handlers() + 8);
    assertThat(end.threads()).as("threads").isLessThanOrEqualTo(begin.threads() + 2);
    assertThat(end.files()).as("files").isLessThanOrEqualTo(begin.files() + 10);
    assertThat(end.heap()).as("heap").isLessThan(begin.heap() * 5 / 4);
  }
}

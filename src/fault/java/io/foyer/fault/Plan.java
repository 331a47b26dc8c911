package io.foyer.fault;

import io.foyer.fault.WebhookDelivery.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Who books what and when: evaluations that are created, moved and taken back, most of them due at
 * once and some while the load runs. The same seed gives the same plan.
 *
 * <p>Every beginning of an evaluation is at least three minutes from its others, so that a reminder
 * tells by its minutes which of them it announces.
 */
record Plan(List<Step> steps) {
  /** How long before its start an evaluation is announced, in all fault tests. */
  static final Duration WARN_BEFORE = Duration.ofHours(1);

  private static final int SLOTS = 14;

  /** A delivery and when to begin sending it, counted from the start of the load. */
  record Step(Duration after, WebhookDelivery webhookDelivery) {}

  Plan {
    steps = List.copyOf(steps);
  }

  /** A plan of {@code evaluations}, numbered from {@code first}, spread over {@code span}. */
  static Plan of(SplittableRandom random, long first, int evaluations, Duration span) {
    Instant base = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < evaluations; i++) {
      steps.addAll(life(random, first + i, base, span));
    }
    return new Plan(steps);
  }

  /** Only those evaluations that are booked and never heard of again. */
  Plan withoutChanges() {
    Map<Long, Long> said =
        steps.stream()
            .collect(
                Collectors.groupingBy(
                    s -> s.webhookDelivery().evaluation(), Collectors.counting()));
    return new Plan(
        steps.stream()
            .filter(s -> said.getOrDefault(s.webhookDelivery().evaluation(), 0L) == 1)
            .toList());
  }

  private static List<Step> life(SplittableRandom random, long id, Instant base, Duration span) {
    int changes = random.nextInt(10) < 6 ? 0 : 1 + random.nextInt(2);
    boolean destroyed = random.nextInt(8) == 0;
    List<Integer> slots = slots(random, changes + 1);
    List<Step> steps = new ArrayList<>();
    long at = random.nextLong(span.toMillis());
    for (int i = 0; i <= changes; i++) {
      Kind kind = i == 0 ? Kind.CREATE : Kind.UPDATE;
      boolean dueLater = i == 0 && random.nextInt(4) == 0;
      Instant begin =
          dueLater
              ? base.plus(WARN_BEFORE).plusSeconds(random.nextLong(2, span.toSeconds() + 3))
              : base.plus(Duration.ofMinutes(10L + 3L * slots.get(i)));
      steps.add(step(at, id, i, kind, begin, base));
      at += random.nextLong(-300, 2_500);
    }
    if (destroyed) {
      steps.add(step(at, id, changes + 1, Kind.DESTROY, base, base));
    }
    return steps;
  }

  private static List<Integer> slots(SplittableRandom random, int count) {
    return IntStream.generate(() -> random.nextInt(SLOTS)).distinct().limit(count).boxed().toList();
  }

  private static Step step(long at, long id, int number, Kind kind, Instant begin, Instant base) {
    String delivery = "d-" + id + "-" + number;
    return new Step(
        Duration.ofMillis(Math.max(0, at)),
        new WebhookDelivery(delivery, id, kind, begin, base.plusMillis(number + 1L)));
  }
}

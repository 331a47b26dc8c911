package io.foyer.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A plan under way: every delivery leaves at its time and is tried until it is accepted. */
final class Load implements AutoCloseable {
  /** Longer than any fault of these tests lasts. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<Boolean>> underWay = new ArrayList<>();
  private final History history;

  private Load(History history) {
    this.history = history;
  }

  /** Starts to send a plan, each delivery {@code copies} times in parallel. */
  static Load start(
      Plan plan, Courier courier, History history, SplittableRandom random, int copies) {
    Load load = new Load(history);
    Instant start = Instant.now();
    for (Plan.Step step : plan.steps()) {
      load.history.add(new Event.Offered(start, step.webhookDelivery()));
      for (int copy = 0; copy < copies; copy++) {
        SplittableRandom own = random.split();
        long jitter = copy == 0 ? 0 : own.nextLong(1_500);
        Instant at = start.plus(step.after()).plusMillis(jitter);
        load.underWay.add(
            load.senders.submit(() -> send(step.webhookDelivery(), at, courier, own)));
      }
    }
    return load;
  }

  private static boolean send(
      WebhookDelivery webhookDelivery, Instant at, Courier courier, SplittableRandom random)
      throws InterruptedException {
    Thread.sleep(Math.max(0, Duration.between(Instant.now(), at).toMillis()));
    return courier.deliver(webhookDelivery, random, Instant.now().plus(PATIENCE));
  }

  boolean done() {
    return underWay.stream().allMatch(Future::isDone);
  }

  /** Waits until everything is accepted or given up. */
  void await() {
    try {
      for (Future<Boolean> one : underWay) {
        var unused = one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    senders.shutdownNow();
  }
}

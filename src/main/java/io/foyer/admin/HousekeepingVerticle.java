package io.foyer.admin;

import io.foyer.admin.QueueStore.Queues;
import io.foyer.platform.db.Database;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures the queues every few seconds and deletes rows whose retention has ended. */
public final class HousekeepingVerticle extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(HousekeepingVerticle.class);
  private static final Duration MEASURE_EVERY = Duration.ofSeconds(5);
  private static final Duration CLEAN_EVERY = Duration.ofMinutes(1);

  private final QueueStore store = new QueueStore();
  private final AtomicReference<Queues> queues = new AtomicReference<>(new Queues(0, 0, 0, 0, 0));
  private final Database database;
  private final Cleaning cleaning;

  /**
   * Housekeeping.
   *
   * @param cleaners each deletes some old rows in a transaction of its own and returns how many
   */
  public HousekeepingVerticle(
      Database database, List<Supplier<Future<Integer>>> cleaners, MeterRegistry registry) {
    this.database = database;
    this.cleaning = new Cleaning(cleaners);
    gauge(registry, "foyer.outbox.oldest.unsent.seconds", Queues::oldestUnsent);
    gauge(registry, "foyer.outbox.unknown", Queues::unknown);
    gauge(registry, "foyer.outbox.failed", Queues::failed);
    gauge(registry, "foyer.inbox.quarantined", Queues::quarantined);
    gauge(registry, "foyer.jobs.oldest.due.seconds", Queues::oldestDueJob);
  }

  private void gauge(MeterRegistry registry, String name, ToDoubleFunction<Queues> value) {
    Gauge.builder(name, queues, latest -> value.applyAsDouble(latest.get())).register(registry);
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(1_000, MEASURE_EVERY.toMillis(), id -> measure());
    vertx.setPeriodic(CLEAN_EVERY.toMillis(), id -> cleaning.begin());
    return Future.succeededFuture();
  }

  private void measure() {
    store
        .measure(database)
        .onSuccess(queues::set)
        .onFailure(cause -> log.atDebug().setCause(cause).log("Queues not measured"));
  }

  @Override
  public Future<?> stop() {
    return cleaning.drain();
  }
}

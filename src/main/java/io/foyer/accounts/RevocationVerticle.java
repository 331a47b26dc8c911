package io.foyer.accounts;

import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Database;
import io.foyer.platform.jobs.DueWorkScheduler;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads ended sessions on every wakeup and every second, and checks periodically whether the nodes
 * share their JWT secrets. One per node.
 */
public final class RevocationVerticle extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(RevocationVerticle.class);

  /** No transaction of ours lives longer, so nothing commits with an earlier time than this. */
  private static final Duration OVERLAP = Duration.ofSeconds(60);

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final long FORGET_MILLIS = 60_000;

  private final SessionStore store;
  private final Database database;
  private final WakeupNotifier wakeupNotifier;
  private final Revocations revocations;
  private final SecretWatch secrets;
  private final MeterRegistry registry;
  private Optional<OffsetDateTime> readUpTo = Optional.empty();
  private @Nullable DueWorkScheduler loop;

  RevocationVerticle(
      SessionStore store,
      Database database,
      WakeupNotifier wakeupNotifier,
      Revocations revocations,
      SecretWatch secrets,
      MeterRegistry registry) {
    this.store = store;
    this.database = database;
    this.wakeupNotifier = wakeupNotifier;
    this.revocations = revocations;
    this.secrets = secrets;
    this.registry = registry;
    Gauge.builder(
            "foyer.sessions.revocations.age.seconds",
            revocations,
            it -> it.age().toMillis() / 1000.0)
        .description("How old this node's knowledge of ended sessions is; over 30 it admits nobody")
        .register(registry);
    Gauge.builder("foyer.sessions.revocations", revocations, Revocations::size)
        .description("Ended sessions that this node remembers")
        .register(registry);
  }

  @Override
  public Future<?> start() {
    DueWorkScheduler readings = new DueWorkScheduler(vertx, "revocations", this::read);
    FunctionCounter.builder("foyer.sessions.revocations.sweeps", readings, DueWorkScheduler::sweeps)
        .description("Readings of ended sessions that the clock asked for, and no hint")
        .register(registry);
    wakeupNotifier.on(Revocations.TOPIC, readings::wake);
    vertx.setPeriodic(FORGET_MILLIS, id -> revocations.forget());
    vertx.setPeriodic(0, SecretWatch.EVERY.toMillis(), id -> look());
    loop = readings;
    return read()
        .onFailure(
            cause -> log.atWarn().setCause(cause).log("Ended sessions not loaded at startup"))
        .otherwiseEmpty()
        .onSuccess(done -> readings.wake());
  }

  @Override
  public Future<?> stop() {
    return loop == null ? Future.succeededFuture() : loop.drain();
  }

  private void look() {
    secrets
        .look()
        .onFailure(
            cause -> log.atDebug().setCause(cause).log("JWT secrets of other nodes not checked"));
  }

  private Future<Duration> read() {
    long now = System.nanoTime();
    Duration overlap = readUpTo.isPresent() ? OVERLAP : Revocations.MEMORY;
    return store
        .endedSince(database, readUpTo, overlap)
        .map(
            ended -> {
              revocations.read(ended.sessions(), now);
              readUpTo = Optional.of(ended.asOf());
              return EVERY;
            });
  }
}

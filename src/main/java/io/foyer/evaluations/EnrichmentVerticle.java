package io.foyer.evaluations;

import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Database;
import io.foyer.platform.jobs.Backoff;
import io.foyer.platform.jobs.DueWorkScheduler;
import io.foyer.platform.jobs.InFlight;
import io.foyer.platform.jobs.Job;
import io.foyer.platform.jobs.JobStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs due enrichment jobs with limited concurrency. */
public final class EnrichmentVerticle extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(EnrichmentVerticle.class);
  private static final int AT_ONCE = 16;

  private final Database database;
  private final JobStore jobs;
  private final WakeupNotifier wakeupNotifier;
  private final Function<Job, Future<Void>> work;
  private final Duration lease;
  private final InFlight inFlight = new InFlight();
  private @Nullable DueWorkScheduler loop;

  EnrichmentVerticle(
      Database database,
      JobStore jobs,
      WakeupNotifier wakeupNotifier,
      Function<Job, Future<Void>> work,
      Duration lease) {
    this.database = database;
    this.jobs = jobs;
    this.wakeupNotifier = wakeupNotifier;
    this.work = work;
    this.lease = lease;
  }

  @Override
  public Future<?> start() {
    DueWorkScheduler enrichments = new DueWorkScheduler(vertx, "enrichments", this::turn);
    wakeupNotifier.on(EvaluationIntake.ENRICHMENTS, enrichments::wake);
    loop = enrichments;
    enrichments.wake();
    return Future.succeededFuture();
  }

  private Future<Duration> turn() {
    int free = AT_ONCE - inFlight.count();
    if (free == 0) {
      return Future.succeededFuture(Backoff.LONG); // woken when one of them has ended
    }
    return jobs.claim(database, EvaluationIntake.ENRICHMENT, free, lease)
        .compose(
            claimed -> {
              claimed.forEach(this::begin);
              return claimed.size() == free
                  ? Future.succeededFuture(Backoff.LONG)
                  : jobs.nextDue(database, EvaluationIntake.ENRICHMENT)
                      .map(next -> Backoff.next(next, !claimed.isEmpty()));
            });
  }

  private void begin(Job job) {
    inFlight.started(1);
    work.apply(job)
        .onFailure(
            cause ->
                log.atWarn()
                    .addKeyValue("evaluation", job.key())
                    .setCause(cause)
                    .log("Enrichment not written, retried when its lease expires"))
        .onComplete(done -> ended());
  }

  private void ended() {
    if (inFlight.finished(1) && loop != null) {
      loop.wake();
    }
  }

  @Override
  public Future<?> stop() {
    Future<Void> quiet = loop == null ? Future.succeededFuture() : loop.drain();
    return quiet.compose(drained -> inFlight.drain());
  }
}

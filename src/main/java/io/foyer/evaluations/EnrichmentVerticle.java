package io.foyer.evaluations;

import io.foyer.platform.bus.Hints;
import io.foyer.platform.db.Database;
import io.foyer.platform.jobs.DueLoop;
import io.foyer.platform.jobs.Job;
import io.foyer.platform.jobs.JobStore;
import io.foyer.platform.jobs.UnderWay;
import io.foyer.platform.jobs.Waits;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works enrichments off as they become due, some at a time. */
public final class EnrichmentVerticle extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(EnrichmentVerticle.class);
  private static final int AT_ONCE = 16;

  private final Database database;
  private final JobStore jobs;
  private final Hints hints;
  private final Function<Job, Future<Void>> work;
  private final Duration lease;
  private final UnderWay underWay = new UnderWay();
  private @Nullable DueLoop loop;

  EnrichmentVerticle(
      Database database,
      JobStore jobs,
      Hints hints,
      Function<Job, Future<Void>> work,
      Duration lease) {
    this.database = database;
    this.jobs = jobs;
    this.hints = hints;
    this.work = work;
    this.lease = lease;
  }

  @Override
  public Future<?> start() {
    DueLoop enrichments = new DueLoop(vertx, "enrichments", this::turn);
    hints.on(EvaluationIntake.ENRICHMENTS, enrichments::wake);
    loop = enrichments;
    enrichments.wake();
    return Future.succeededFuture();
  }

  private Future<Duration> turn() {
    int free = AT_ONCE - underWay.count();
    if (free == 0) {
      return Future.succeededFuture(Waits.LONG); // woken when one of them has ended
    }
    return jobs.claim(database, EvaluationIntake.ENRICHMENT, free, lease)
        .compose(
            claimed -> {
              claimed.forEach(this::begin);
              return claimed.size() == free
                  ? Future.succeededFuture(Waits.LONG)
                  : jobs.nextDue(database, EvaluationIntake.ENRICHMENT)
                      .map(next -> Waits.next(next, !claimed.isEmpty()));
            });
  }

  private void begin(Job job) {
    underWay.begun(1);
    work.apply(job)
        .onFailure(
            cause ->
                log.atWarn()
                    .addKeyValue("evaluation", job.key())
                    .setCause(cause)
                    .log("enrichment not written; its lease will run out and it is tried again"))
        .onComplete(done -> ended());
  }

  private void ended() {
    if (underWay.ended(1) && loop != null) {
      loop.wake();
    }
  }

  @Override
  public Future<?> stop() {
    Future<Void> quiet = loop == null ? Future.succeededFuture() : loop.drain();
    return quiet.compose(drained -> underWay.drain());
  }
}

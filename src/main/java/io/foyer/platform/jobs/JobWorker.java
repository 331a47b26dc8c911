package io.foyer.platform.jobs;

import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Worker pool for the jobs of one kind: claims due jobs under a lease, runs at most so many at once
 * and writes their results under the fence. Any number of workers on any number of nodes share the
 * jobs of a kind; a job has one holder at a time. The undeployment drains: it claims no more and
 * waits for the jobs that run.
 */
public final class JobWorker extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(JobWorker.class);

  private final Database database;
  private final JobStore jobs;
  private final WakeupNotifier wakeupNotifier;
  private final Settings settings;
  private final JobHandler handler;
  private final LongSupplier nanoTime;
  private final InFlight inFlight = new InFlight();
  private @Nullable DueWorkScheduler loop;

  /**
   * Settings of a worker.
   *
   * @param kind kind of its jobs
   * @param topic topic of the wakeup that announces new jobs
   * @param concurrency how many jobs run at once on this worker
   * @param lease how long a run may take before another worker may claim the job
   * @param backoff pauses after failures
   */
  public record Settings(
      String kind, String topic, int concurrency, Duration lease, Backoff.Range backoff) {}

  public JobWorker(
      Database database,
      JobStore jobs,
      WakeupNotifier wakeupNotifier,
      Settings settings,
      JobHandler handler) {
    this(database, jobs, wakeupNotifier, settings, handler, System::nanoTime);
  }

  JobWorker(
      Database database,
      JobStore jobs,
      WakeupNotifier wakeupNotifier,
      Settings settings,
      JobHandler handler,
      LongSupplier nanoTime) {
    this.database = database;
    this.jobs = jobs;
    this.wakeupNotifier = wakeupNotifier;
    this.settings = settings;
    this.handler = handler;
    this.nanoTime = nanoTime;
  }

  @Override
  public Future<?> start() {
    DueWorkScheduler scheduler = new DueWorkScheduler(vertx, settings.kind() + " jobs", this::turn);
    wakeupNotifier.on(settings.topic(), scheduler::wake);
    loop = scheduler;
    scheduler.wake();
    return Future.succeededFuture();
  }

  private Future<Duration> turn() {
    int free = settings.concurrency() - inFlight.count();
    if (free == 0) {
      return Future.succeededFuture(Backoff.LONG); // woken when one of them has ended
    }
    long claimedAt = nanoTime.getAsLong();
    return jobs.claim(database, settings.kind(), free, settings.lease())
        .compose(
            claimed -> {
              begin(claimed, claimedAt);
              return claimed.size() == free
                  ? Future.succeededFuture(Backoff.LONG)
                  : jobs.nextDue(database, settings.kind())
                      .map(next -> Backoff.next(next, !claimed.isEmpty()));
            });
  }

  private void begin(List<Job> claimed, long claimedAt) {
    // A process that was stopped between claim and run must not act on a lease that ran out.
    if (nanoTime.getAsLong() - claimedAt > settings.lease().toNanos() / 2) {
      log.atWarn()
          .addKeyValue("kind", settings.kind())
          .addKeyValue("jobs", claimed.size())
          .log("Claim answered too late, jobs left until their leases expire");
      return;
    }
    inFlight.started(claimed.size());
    claimed.forEach(this::run);
  }

  private void run(Job job) {
    Future.succeededFuture(job)
        .compose(handler::run)
        .otherwise(cause -> failed(job, cause))
        .compose(result -> settle(job, result))
        .onFailure(
            cause ->
                log(job)
                    .setCause(cause)
                    .log("Result of a job not written, retried when its lease expires"))
        .onComplete(done -> ended());
  }

  private JobResult failed(Job job, Throwable cause) {
    if (cause instanceof LeaseLost) {
      log.atDebug().addKeyValue("cause", cause.getMessage()).log("Run of a job rolled back");
      return new JobResult.Settled();
    }
    log(job).addKeyValue("attempt", job.attempt()).setCause(cause).log("Job failed, retrying");
    return new JobResult.Failed(String.valueOf(cause.getMessage()));
  }

  private Future<Void> settle(Job job, JobResult result) {
    return result instanceof JobResult.Settled
        ? Future.succeededFuture()
        : jobs.settle(database, job, result, settings.backoff())
            .onSuccess(
                mine -> {
                  if (!mine) {
                    log.atDebug()
                        .addKeyValue("kind", job.kind())
                        .addKeyValue("key", job.key())
                        .log("Job was claimed or requested again, result discarded");
                  }
                })
            .mapEmpty();
  }

  private static LoggingEventBuilder log(Job job) {
    return log.atWarn().addKeyValue("kind", job.kind()).addKeyValue("key", job.key());
  }

  private void ended() {
    if (inFlight.finished(1) && loop != null) {
      loop.wake();
    }
  }

  @Override
  public Future<?> stop() {
    // Only once the loop is still: a claim on its way brings more jobs.
    Future<Void> still = loop == null ? Future.succeededFuture() : loop.drain();
    return still.compose(drained -> inFlight.drain());
  }
}

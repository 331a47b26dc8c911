package io.foyer.meetings;

import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Database;
import io.foyer.platform.jobs.JobStore;
import io.foyer.platform.jobs.JobWorker;
import java.time.Duration;

/** Constructs the worker that takes meetings through their {@link Workflow}, one per node. */
public final class MeetingWorkflow {
  // Most meetings of a day begin at the same minutes; their steps leave connections to others.
  private static final int CONCURRENCY = 4;
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final Database database;
  private final JobStore jobs;
  private final WakeupNotifier wakeupNotifier;
  private final MeetingRules rules;

  public MeetingWorkflow(
      Database database, JobStore jobs, WakeupNotifier wakeupNotifier, MeetingRules rules) {
    this.database = database;
    this.jobs = jobs;
    this.wakeupNotifier = wakeupNotifier;
    this.rules = rules;
  }

  /** The worker. */
  public JobWorker worker() {
    return new JobWorker(
        database,
        jobs,
        wakeupNotifier,
        new JobWorker.Settings(
            MeetingService.MEETING,
            MeetingService.MEETINGS,
            CONCURRENCY,
            LEASE,
            WorkflowHandler.BACKOFF),
        new WorkflowHandler(database, jobs, rules.workflow()));
  }
}

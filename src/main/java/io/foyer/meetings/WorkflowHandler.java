package io.foyer.meetings;

import io.foyer.meetings.Meeting.Phase;
import io.foyer.meetings.MeetingStore.Read;
import io.foyer.meetings.MeetingStore.Standing;
import io.foyer.meetings.Workflow.Due;
import io.foyer.meetings.Workflow.Step;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.Tx;
import io.foyer.platform.jobs.Backoff;
import io.foyer.platform.jobs.Job;
import io.foyer.platform.jobs.JobHandler;
import io.foyer.platform.jobs.JobResult;
import io.foyer.platform.jobs.JobStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Takes meetings through their {@link Workflow}: takes every step that is due and schedules the
 * next, in one transaction under the fence of the meeting's job.
 */
final class WorkflowHandler implements JobHandler {
  /** Pauses after failures. */
  static final Backoff.Range BACKOFF =
      new Backoff.Range(Duration.ofSeconds(1), Duration.ofMinutes(1));

  private final MeetingStore store = new MeetingStore();
  private final MeetingLogStore meetingLog = new MeetingLogStore();
  private final Database database;
  private final JobStore jobs;
  private final Workflow workflow;

  WorkflowHandler(Database database, JobStore jobs, Workflow workflow) {
    this.database = database;
    this.jobs = jobs;
    this.workflow = workflow;
  }

  @Override
  public Future<JobResult> run(Job job) {
    return database
        .transaction(tx -> store.lock(tx, job.key()).compose(found -> advance(tx, job, found)))
        .map(done -> new JobResult.Settled());
  }

  private Future<Void> advance(Tx tx, Job job, Optional<Read<Standing>> found) {
    return found
        .map(read -> advance(tx, job, read.row(), read.at()))
        .orElseGet(() -> jobs.settleOrFail(tx, job, new JobResult.Done(), BACKOFF));
  }

  private Future<Void> advance(Tx tx, Job job, Standing meeting, Instant now) {
    Workflow.State state = meeting.state();
    Future<Void> steps = Future.succeededFuture();
    Optional<Due> next = workflow.next(state);
    while (next.isPresent() && !next.get().at().isAfter(now)) {
      Step step = next.get().step();
      steps = steps.compose(done -> take(tx, meeting.id(), step));
      state = Workflow.after(state, step);
      next = workflow.next(state);
    }
    JobResult result =
        next.<JobResult>map(due -> new JobResult.Next(Duration.between(now, due.at())))
            .orElseGet(JobResult.Done::new);
    return steps.compose(done -> jobs.settleOrFail(tx, job, result, BACKOFF));
  }

  private Future<Void> take(Tx tx, String meeting, Step step) {
    return switch (step) {
      case OPEN -> enter(tx, meeting, Phase.OPEN, "Room open");
      case START -> enter(tx, meeting, Phase.RUNNING, "Begun");
      case MISS -> store.giveUp(tx, meeting);
      case END -> enter(tx, meeting, Phase.OVER, "Over");
    };
  }

  private Future<Void> enter(Tx tx, String meeting, Phase phase, String message) {
    return store
        .setPhase(tx, meeting, phase)
        .compose(done -> meetingLog.append(tx, meeting, MeetingLogStore.MEETING, 200, message));
  }
}

package io.foyer.evaluations;

import io.foyer.evaluations.intra.Corrector;
import io.foyer.evaluations.intra.IntraClient;
import io.foyer.evaluations.intra.IntraFailure;
import io.foyer.evaluations.intra.ScaleTeam;
import io.foyer.meetings.MeetingService;
import io.foyer.meetings.Participant;
import io.foyer.meetings.Participant.Email;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.DatabaseFailure;
import io.foyer.platform.db.Tx;
import io.foyer.platform.jobs.Backoff;
import io.foyer.platform.jobs.Job;
import io.foyer.platform.jobs.JobHandler;
import io.foyer.platform.jobs.JobResult;
import io.foyer.platform.jobs.JobStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enriches an evaluation with data from the intranet: current state, participants, e-mail
 * addresses. A delivery only triggers it; the intranet's data wins, unless a newer delivery arrived
 * meanwhile, which schedules another enrichment.
 */
final class Enrichment implements JobHandler {
  private static final Logger log = LoggerFactory.getLogger(Enrichment.class);

  /** Pauses while the intranet is unavailable. */
  static final Backoff.Range BACKOFF =
      new Backoff.Range(Duration.ofSeconds(1), Duration.ofMinutes(2));

  private final Database database;
  private final JobStore jobs;
  private final EvaluationStore store;
  private final MeetingService meetings;
  private final IntraClient intra;
  private final Duration deadline;

  Enrichment(
      Database database,
      JobStore jobs,
      EvaluationStore store,
      MeetingService meetings,
      IntraClient intra,
      Duration deadline) {
    this.database = database;
    this.jobs = jobs;
    this.store = store;
    this.meetings = meetings;
    this.intra = intra;
    this.deadline = deadline;
  }

  /** The evaluation was changed or rescheduled meanwhile: the result is discarded. */
  private static final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Overtaken() {
      super("overtaken", null, false, false);
    }
  }

  /** Fails only where the database does. */
  @Override
  public Future<JobResult> run(Job job) {
    return store
        .find(database, Long.parseLong(job.key()))
        .compose(
            found ->
                found
                    .filter(e -> e.destroyedAt().isEmpty())
                    .flatMap(e -> e.booking().map(booking -> complete(job, e)))
                    .orElseGet(() -> Future.succeededFuture(new JobResult.Done())));
  }

  private Future<JobResult> complete(Job job, Evaluation seen) {
    return intra
        .scaleTeam(seen.id(), deadline)
        .map(said -> said.map(team -> merge(seen, team)).orElseGet(() -> known(seen)))
        .compose(now -> people(seen, now).compose(people -> write(job, seen, now, people)))
        .compose(complete -> complete ? settled() : endIfLate(seen))
        .recover(cause -> putOff(job, seen, cause));
  }

  private static EvaluationState known(Evaluation seen) {
    return new EvaluationState(
        seen.beginAt().orElseThrow(), seen.teamId(), seen.corrector(), seen.updatedAt());
  }

  /** The intranet's data, unless it is older than the newest delivery. */
  private static EvaluationState merge(Evaluation seen, ScaleTeam said) {
    boolean behind =
        said.updatedAt().flatMap(read -> seen.updatedAt().map(read::isBefore)).orElse(false);
    if (behind) {
      return known(seen);
    }
    Optional<String> corrector =
        switch (said.corrector()) {
          case Corrector.Known(String login) -> Optional.of(login);
          case Corrector.None none -> Optional.empty();
          case Corrector.Hidden hidden -> seen.corrector();
        };
    return new EvaluationState(
        said.beginAt(), Optional.of(said.teamId()), corrector, said.updatedAt());
  }

  private Future<List<Participant>> people(Evaluation seen, EvaluationState now) {
    if (now.corrector().isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    String corrector = now.corrector().get();
    return members(seen, now)
        .recover(Enrichment::nobodyIfRefused)
        .compose(
            members -> {
              Set<String> logins = new LinkedHashSet<>();
              logins.add(corrector);
              logins.addAll(members);
              return Future.all(
                      logins.stream()
                          .map(login -> participant(login, login.equals(corrector)))
                          .toList())
                  .map(all -> all.<Participant>list());
            });
  }

  /** If the intranet hides the team, the corrector remains and must still be notified. */
  private static Future<List<String>> nobodyIfRefused(Throwable failure) {
    return failure instanceof IntraFailure.Refused
        ? Future.succeededFuture(List.of())
        : Future.failedFuture(failure);
  }

  /** For an unknown team, the participants that were imported with the evaluation. */
  private Future<List<String>> members(Evaluation seen, EvaluationState now) {
    return now.teamId().isPresent()
        ? intra.members(now.teamId().get(), deadline)
        : meetings
            .find(seen.meetingId().orElseThrow())
            .map(
                found ->
                    found.stream()
                        .flatMap(meeting -> meeting.participants().stream())
                        .map(Participant::key)
                        .toList());
  }

  /** One missing address does not stop the others. */
  private Future<Participant> participant(String login, boolean corrector) {
    return intra
        .email(login, deadline)
        .map(found -> found.<Email>map(Email.Known::new).orElseGet(Email.None::new))
        .otherwise(
            failure ->
                failure instanceof IntraFailure.Refused ? new Email.None() : new Email.Pending())
        .map(email -> new Participant(login, corrector ? "corrector" : "corrected", email));
  }

  private static Future<JobResult> settled() {
    return Future.succeededFuture(new JobResult.Settled());
  }

  /** No address is needed after the meeting. */
  private Future<JobResult> endIfLate(Evaluation seen) {
    return meetings
        .missIfLate(seen.meetingId().orElseThrow())
        .map(over -> over ? new JobResult.Done() : new JobResult.Settled());
  }

  /** Writes everything down; whether every address is known. */
  private Future<Boolean> write(
      Job job, Evaluation seen, EvaluationState now, List<Participant> people) {
    boolean complete = people.stream().noneMatch(p -> p.email() instanceof Email.Pending);
    return database
        .transaction(
            tx ->
                store
                    .complete(tx, seen, now)
                    .compose(Enrichment::unlessOvertaken)
                    .compose(done -> meetings.book(tx, List.of(seen.booking(now))))
                    .compose(done -> schedule(tx, seen, people))
                    .compose(done -> end(tx, job, complete))
                    .compose(Enrichment::unlessOvertaken))
        .onSuccess(done -> meetings.committed())
        .map(complete);
  }

  private Future<Void> schedule(Tx tx, Evaluation seen, List<Participant> people) {
    return people.isEmpty()
        ? Future.succeededFuture()
        : meetings.schedule(tx, seen.meetingId().orElseThrow(), people);
  }

  private Future<Boolean> end(Tx tx, Job job, boolean complete) {
    JobResult result =
        complete
            ? new JobResult.Done()
            : new JobResult.Failed("some addresses could not be asked for");
    return jobs.settle(tx, job, result, BACKOFF);
  }

  private static Future<Void> unlessOvertaken(boolean mine) {
    return mine ? Future.succeededFuture() : Future.failedFuture(new Overtaken());
  }

  private Future<JobResult> putOff(Job job, Evaluation seen, Throwable cause) {
    boolean asked = cause instanceof IntraFailure;
    if (cause instanceof Overtaken
        || (!asked && DatabaseFailure.of(cause) == DatabaseFailure.CONTENTION)) {
      return Future.succeededFuture(new JobResult.Next(Duration.ZERO));
    }
    if (!asked && DatabaseFailure.of(cause) == DatabaseFailure.AWAY) {
      return Future.failedFuture(cause);
    }
    // Left are the intranet's failures, and answers of it that cannot be stored, perhaps not for
    // ever.
    log.atWarn()
        .addKeyValue("evaluation", seen.id())
        .addKeyValue("attempt", job.attempt())
        .addKeyValue("cause", cause.getMessage())
        .log("Enrichment postponed");
    JobResult later = new JobResult.Failed(String.valueOf(cause.getMessage()), retryAfter(cause));
    return meetings
        .missIfLate(seen.meetingId().orElseThrow())
        .compose(over -> over ? giveUp(job, seen) : Future.succeededFuture(later));
  }

  /** Its people were never found; the one who is known may still look at it. */
  private Future<JobResult> giveUp(Job job, Evaluation seen) {
    return database.transaction(tx -> giveUp(tx, job, seen)).map(done -> new JobResult.Settled());
  }

  private Future<Boolean> giveUp(Tx tx, Job job, Evaluation seen) {
    return jobs.finish(tx, job)
        .compose(
            mine ->
                mine && seen.corrector().isPresent()
                    ? meetings.keep(tx, seen.meetingId().orElseThrow(), corrector(seen)).map(true)
                    : Future.succeededFuture(mine));
  }

  private static Participant corrector(Evaluation seen) {
    return new Participant(seen.corrector().orElseThrow(), "corrector", new Email.None());
  }

  private static Optional<Duration> retryAfter(Throwable cause) {
    return cause instanceof IntraFailure.Unavailable away ? away.retryAfter() : Optional.empty();
  }
}

package io.foyer.meetings;

import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.DatabaseFailure;
import io.foyer.platform.db.Tx;
import io.foyer.platform.jobs.Backoff;
import io.foyer.platform.jobs.DueWorkScheduler;
import io.foyer.platform.jobs.JobStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reminder scheduler: when a reminder is due, writes its messages into the outbox and finishes the
 * job in one transaction, so that any number of instances share the work and none announces twice.
 */
public final class ReminderVerticle extends VerticleBase {
  private static final int BATCH = 500;

  private final ReminderStore store = new ReminderStore();
  private final Database database;
  private final JobStore jobs;
  private final WakeupNotifier wakeupNotifier;
  private final Settings settings;
  private final IsolatedAnnouncer isolatedAnnouncer;
  private @Nullable DueWorkScheduler loop;

  /**
   * Settings of the reminders.
   *
   * @param missedAfter how long after its start a meeting is announced that says nothing else
   * @param channels channels that reminders can be sent by
   * @param outboxTopic topic that is woken when messages were written
   */
  public record Settings(Duration missedAfter, ReminderChannels channels, String outboxTopic) {}

  public ReminderVerticle(
      Database database,
      JobStore jobs,
      WakeupNotifier wakeupNotifier,
      Settings settings,
      MeterRegistry registry) {
    this.database = database;
    this.jobs = jobs;
    this.wakeupNotifier = wakeupNotifier;
    this.settings = settings;
    this.isolatedAnnouncer = new IsolatedAnnouncer(database, this::announce, registry);
  }

  @Override
  public Future<?> start() {
    DueWorkScheduler reminders = new DueWorkScheduler(vertx, "reminders", this::turn);
    wakeupNotifier.on(MeetingService.REMINDERS, reminders::wake);
    reminders.wake();
    loop = reminders;
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return loop == null ? Future.succeededFuture() : loop.drain();
  }

  private Future<Duration> turn() {
    return database
        .transaction(this::announceDue)
        .recover(
            cause ->
                DatabaseFailure.of(cause) == DatabaseFailure.DATA
                    ? isolatedAnnouncer.run(BATCH)
                    : Future.failedFuture(cause))
        .compose(
            announced -> {
              if (announced > 0) {
                wakeupNotifier.wake(settings.outboxTopic());
              }
              return announced == BATCH
                  ? Future.succeededFuture(Duration.ZERO)
                  : jobs.nextDue(database, MeetingService.REMINDER)
                      .map(next -> Backoff.next(next, announced > 0));
            });
  }

  private Future<Integer> announceDue(Tx tx) {
    return store
        .due(tx, BATCH)
        .compose(
            ids -> ids.isEmpty() ? Future.succeededFuture(0) : announce(tx, ids).map(ids.size()));
  }

  private Future<Void> announce(Tx tx, List<String> ids) {
    return store.announce(tx, ids, settings.missedAfter().toMillis() / 1000.0, settings.channels());
  }
}

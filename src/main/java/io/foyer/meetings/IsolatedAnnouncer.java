package io.foyer.meetings;

import io.foyer.platform.db.Database;
import io.foyer.platform.db.DatabaseFailure;
import io.foyer.platform.db.Tx;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces due meetings one per transaction, after a batch failed because of its data: a reminder
 * that cannot be written is postponed and reported, and does not block the others.
 */
final class IsolatedAnnouncer {
  private static final Logger log = LoggerFactory.getLogger(IsolatedAnnouncer.class);

  private final PostponeStore store = new PostponeStore();
  private final Database database;
  private final BiFunction<Tx, List<String>, Future<Void>> announce;
  private final Counter putOff;

  /**
   * The slow way.
   *
   * @param announce announces locked meetings
   */
  IsolatedAnnouncer(
      Database database,
      BiFunction<Tx, List<String>, Future<Void>> announce,
      MeterRegistry registry) {
    this.database = database;
    this.announce = announce;
    this.putOff = Counter.builder("foyer.reminders.put.off").register(registry);
  }

  /** Announces up to {@code limit} due meetings; returns how many it was done with. */
  Future<Integer> run(int limit) {
    return store.due(database, limit).compose(this::each);
  }

  private Future<Integer> each(List<String> meetings) {
    Future<Void> chain = Future.succeededFuture();
    for (String meeting : meetings) {
      chain = chain.compose(done -> one(meeting));
    }
    return chain.map(meetings.size());
  }

  private Future<Void> one(String meeting) {
    return database
        .transaction(
            tx ->
                store
                    .lock(tx, meeting)
                    .compose(
                        mine ->
                            mine
                                ? announce.apply(tx, List.of(meeting))
                                : Future.<Void>succeededFuture()))
        .recover(
            cause ->
                DatabaseFailure.of(cause) == DatabaseFailure.DATA
                    ? putOff(meeting, cause)
                    : Future.failedFuture(cause));
  }

  private Future<Void> putOff(String meeting, Throwable cause) {
    putOff.increment();
    return store
        .putOff(database, meeting, String.valueOf(cause.getMessage()))
        .onSuccess(times -> logFirst(meeting, times, cause))
        .mapEmpty();
  }

  /** Logs once per meeting: an operator must act, and one line is enough. */
  private static void logFirst(String meeting, int times, Throwable cause) {
    if (times == 1) {
      log.atError()
          .addKeyValue("meeting", meeting)
          .addKeyValue("sqlState", DatabaseFailure.state(cause))
          .log("Reminder cannot be written, postponed");
    }
  }
}

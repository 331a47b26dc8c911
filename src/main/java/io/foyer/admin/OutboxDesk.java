package io.foyer.admin;

import io.foyer.platform.Problem;
import io.foyer.platform.Problem.Field;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Lists outbox messages and replays failed ones, for operators. A replayed message is sent like a
 * new one, but only while it is current and not expired.
 */
public final class OutboxDesk {
  private static final List<String> STATES =
      List.of("cancelled", "failed", "held", "pending", "sending", "sent", "unknown");

  private final OutboxDeskStore store = new OutboxDeskStore();
  private final Database database;

  public OutboxDesk(Database database) {
    this.database = database;
  }

  /** Result of a replay request for one message. */
  public enum Verdict {
    /** Queued for sending. */
    REPLAYED("is sent again"),
    /** Its meeting began too long ago. */
    TOO_LATE("stays: too late, its meeting began too long ago"),
    /** Its meeting was moved, cancelled or announced again since, or all its recipients left. */
    SUPERSEDED(
        "stays: its meeting was moved, taken back or announced anew since, or whom it was for has"
            + " left"),
    /** It has not failed; or its response was lost and such messages were not requested. */
    OTHER_STATE("stays: it is in another state");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    static Verdict of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** For the operator. */
    public String words() {
      return words;
    }
  }

  /** A message and the result of its replay request. */
  public record ReplayCandidate(OutboxLine line, Verdict verdict) {}

  /**
   * Result of a replay.
   *
   * @param missing unknown ids
   */
  public record Replay(List<ReplayCandidate> judged, List<String> missing) {
    public Replay {
      judged = List.copyOf(judged);
      missing = List.copyOf(missing);
    }

    /** How many are on their way. */
    public long count() {
      return judged.stream().filter(it -> it.verdict() == Verdict.REPLAYED).count();
    }
  }

  /**
   * The newest messages.
   *
   * @param states only these; empty means all. Fails with {@link Problem.Invalid} where there is no
   *     such state
   */
  public Future<List<OutboxLine>> list(List<String> states, int limit) {
    if (!STATES.containsAll(states)) {
      return invalid("state", "must be among " + String.join(", ", STATES));
    }
    return limit < 1 ? invalid("limit", "must be 1 or more") : store.list(database, states, limit);
  }

  private static <T> Future<T> invalid(String field, String reason) {
    return Future.failedFuture(
        new Problem.Invalid(field + " " + reason, List.of(new Field(field, reason))).asException());
  }

  /**
   * Sends messages again that have failed, and releases held ones whose ids are given.
   *
   * @param ids these; empty means all that have failed
   * @param unknown also those whose answer was lost: they may arrive twice
   */
  public Future<Replay> replay(List<String> ids, boolean unknown) {
    List<String> states = new ArrayList<>(List.of("failed"));
    if (unknown) {
      states.add("unknown");
    }
    if (!ids.isEmpty()) {
      states.add("held");
    }
    return database.transaction(tx -> replay(tx, ids, states));
  }

  /** Sends messages again in the caller's transaction, if they are in one of {@code states}. */
  Future<Replay> replay(Tx tx, List<String> ids, List<String> states) {
    return store
        .lockForReplay(tx, ids, states)
        .compose(
            judged ->
                store.replay(tx, replayed(judged)).map(new Replay(judged, missing(ids, judged))));
  }

  private static List<String> replayed(List<ReplayCandidate> judged) {
    return judged.stream()
        .filter(it -> it.verdict() == Verdict.REPLAYED)
        .map(it -> it.line().id())
        .toList();
  }

  private static List<String> missing(List<String> ids, List<ReplayCandidate> judged) {
    Set<String> missing = new LinkedHashSet<>(ids);
    judged.forEach(it -> missing.remove(it.line().id()));
    return List.copyOf(missing);
  }
}

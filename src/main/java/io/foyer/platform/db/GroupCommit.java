package io.foyer.platform.db;

import io.foyer.platform.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what comes in concurrently in groups: while a transaction is under way, everything else
 * waits and goes together with the next. Nobody waits for a timer, and the busier it gets, the
 * cheaper each commit is (after PostgreSQL's own group commit; see docs/benchmarks.md).
 *
 * <p>One bad item does not harm its neighbours: a group that fails for its data is committed again
 * item by item. Belongs to one event-loop context.
 *
 * @param <T> what comes in
 * @param <R> what becomes of it
 */
public final class GroupCommit<T, R> {
  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);
  private static final int GROUPS_IN_FLIGHT = 1;
  private static final int MAX_GROUP = 256;
  private static final int MAX_WAITING = 16_384;
  private static final int MAX_TRIES = 4;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final Function<List<T>, Future<List<R>>> commit;
  private final Function<T, List<String>> keys;
  private final Deque<Waiting<T, R>> waiting = new ArrayDeque<>();
  private int inFlight;

  private record Waiting<T, R>(T item, Promise<R> promise) {}

  /**
   * A group commit.
   *
   * @param commit commits all items in one transaction; returns their results in the same order
   * @param keys names of rows that an item writes: no two items of a group share one
   */
  public GroupCommit(Function<List<T>, Future<List<R>>> commit, Function<T, List<String>> keys) {
    this.commit = commit;
    this.keys = keys;
  }

  /**
   * Commits an item.
   *
   * @return its result after the commit; fails with {@link Problem.Unavailable} when the database
   *     is away or too much is waiting, with the database's own failure when the item is at fault
   */
  public Future<R> submit(T item) {
    if (waiting.size() >= MAX_WAITING) {
      return Future.failedFuture(unavailable("Too much is waiting to be written."));
    }
    Promise<R> promise = Promise.promise();
    waiting.add(new Waiting<>(item, promise));
    flush();
    return promise.future();
  }

  private void flush() {
    while (inFlight < GROUPS_IN_FLIGHT && !waiting.isEmpty()) {
      inFlight++;
      commit(take(), 1)
          .onComplete(
              done -> {
                inFlight--;
                flush();
              });
    }
  }

  private List<Waiting<T, R>> take() {
    List<Waiting<T, R>> group = new ArrayList<>();
    List<Waiting<T, R>> later = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    while (!waiting.isEmpty() && group.size() < MAX_GROUP) {
      Waiting<T, R> next = waiting.removeFirst();
      List<String> names = keys.apply(next.item());
      // An item that has to wait makes others of its keys wait too, so that they keep their order.
      (names.stream().noneMatch(taken::contains) ? group : later).add(next);
      taken.addAll(names);
    }
    later.reversed().forEach(waiting::addFirst);
    return group;
  }

  /** Completes the promises of a group; the returned future always succeeds. */
  private Future<Void> commit(List<Waiting<T, R>> group, int attempt) {
    return Future.succeededFuture(group.stream().map(Waiting::item).toList())
        .compose(commit)
        .transform(
            outcome -> {
              if (outcome.succeeded()) {
                for (int i = 0; i < group.size(); i++) {
                  group.get(i).promise().complete(outcome.result().get(i));
                }
                return Future.succeededFuture();
              }
              return failed(group, attempt, outcome.cause());
            });
  }

  private Future<Void> failed(List<Waiting<T, R>> group, int attempt, Throwable cause) {
    DatabaseFailure kind = DatabaseFailure.of(cause);
    if (kind == DatabaseFailure.CONTENTION && attempt < MAX_TRIES) {
      return commit(group, attempt + 1);
    }
    if (kind == DatabaseFailure.DATA && group.size() > 1) {
      return oneByOne(group);
    }
    if (kind == DatabaseFailure.DATA) {
      group.getFirst().promise().fail(cause);
      return Future.succeededFuture();
    }
    log.atWarn().addKeyValue("items", group.size()).setCause(cause).log("group not committed");
    group.forEach(w -> w.promise().fail(unavailable("The booking could not be written just now.")));
    return Future.succeededFuture();
  }

  private Future<Void> oneByOne(List<Waiting<T, R>> group) {
    Future<Void> chain = Future.succeededFuture();
    for (Waiting<T, R> one : group) {
      chain = chain.compose(done -> commit(List.of(one), 1));
    }
    return chain;
  }

  private static Throwable unavailable(String detail) {
    return new Problem.Unavailable(detail, RETRY_AFTER).asException();
  }
}

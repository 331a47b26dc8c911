package io.foyer.platform.db;

import io.foyer.platform.Problem;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: batches concurrent writes into shared transactions. While a transaction is in
 * flight, new items queue and commit together in the next. No timer delays an item, and the cost of
 * each commit falls with load (after PostgreSQL's own group commit; see docs/benchmarks.md).
 *
 * <p>A group that fails because of its data is retried item by item, so that one bad item does not
 * fail the others. One instance serves all event loops, because one large group costs the database
 * less than one per loop; each result completes on its caller's context.
 *
 * @param <T> item to write
 * @param <R> result for each item
 */
public final class GroupCommit<T, R> {
  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);
  private static final int GROUPS_IN_FLIGHT = 2;
  private static final int MAX_GROUP = 256;
  private static final int MAX_WAITING = 16_384;
  private static final int MAX_TRIES = 4;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final Function<List<T>, Future<List<R>>> commit;
  private final Function<T, List<String>> keys;
  private final int groupsInFlight;
  private final boolean folding;
  private final Deque<Waiter<T, R>> waiting = new ArrayDeque<>();

  /**
   * Items that have to wait until a group ends, because it or an earlier one of these has a key of
   * theirs. Apart from {@code waiting}, so that an item that arrives does not examine them again.
   */
  private final Deque<Waiter<T, R>> parked = new ArrayDeque<>();

  private final Set<String> parkedKeys = new HashSet<>();
  private final Set<String> underWay = new HashSet<>();
  private int inFlight;
  private int lastSize;

  /**
   * A queued item and its promise.
   *
   * @param keys rows that the item writes
   * @param home context to complete the promise on, if the caller had one
   */
  private record Waiter<T, R>(
      T item, List<String> keys, Promise<R> promise, @Nullable Context home) {
    void answer(Consumer<Promise<R>> answer) {
      if (home == null) {
        answer.accept(promise);
      } else {
        home.runOnContext(there -> answer.accept(promise));
      }
    }
  }

  /**
   * A group commit for items whose keys mostly differ: no two items under way share a key, so each
   * transaction writes one item of a key.
   *
   * @param commit commits all items in one transaction; returns their results in the same order
   * @param keys names of rows that an item writes; items of one key are committed in the order they
   *     came
   * @param groupsInFlight how many groups may be under way at once; with 1, items are committed in
   *     the order they came, but for those that wait for an item of the same key
   */
  public GroupCommit(
      Function<List<T>, Future<List<R>>> commit,
      Function<T, List<String>> keys,
      int groupsInFlight) {
    this(commit, keys, groupsInFlight, false);
  }

  private GroupCommit(
      Function<List<T>, Future<List<R>>> commit,
      Function<T, List<String>> keys,
      int groupsInFlight,
      boolean folding) {
    this.commit = commit;
    this.keys = keys;
    this.groupsInFlight = groupsInFlight;
    this.folding = folding;
  }

  /**
   * A group commit for items of which many may share a key: one group takes all that wait for it,
   * up to the limit of a group. Groups under way share no key.
   *
   * @param commit commits all items in one transaction, those of one key as if in their order;
   *     returns their results in the same order
   * @param keys names of rows that an item writes
   */
  public static <T, R> GroupCommit<T, R> folding(
      Function<List<T>, Future<List<R>>> commit, Function<T, List<String>> keys) {
    return new GroupCommit<>(commit, keys, GROUPS_IN_FLIGHT, true);
  }

  /**
   * Commits an item.
   *
   * @return its result after the commit; fails with {@link Problem.Unavailable} when the database
   *     is away or too much is waiting, with the database's own failure when the item is at fault
   */
  public Future<R> submit(T item) {
    Promise<R> promise = Promise.promise();
    if (!enqueue(new Waiter<>(item, keys.apply(item), promise, Vertx.currentContext()))) {
      return Future.failedFuture(unavailable("Too much is waiting to be written."));
    }
    flush();
    return promise.future();
  }

  private synchronized boolean enqueue(Waiter<T, R> one) {
    return waiting.size() + parked.size() < MAX_WAITING && waiting.add(one);
  }

  private void flush() {
    List<Waiter<T, R>> group = next();
    if (!group.isEmpty()) {
      commit(group, 1)
          .onComplete(
              done -> {
                over(group);
                flush();
              });
    }
  }

  private synchronized void over(List<Waiter<T, R>> group) {
    inFlight--;
    group.forEach(one -> one.keys().forEach(underWay::remove));
    while (!parked.isEmpty()) {
      waiting.addFirst(parked.removeLast());
    }
    parkedKeys.clear();
  }

  /**
   * The next group, if it may go now: beside another one only if it is as large, so that two that
   * take turns do not become many small ones.
   */
  private synchronized List<Waiter<T, R>> next() {
    if (waiting.isEmpty()
        || inFlight == groupsInFlight
        || (inFlight > 0 && waiting.size() < lastSize)) {
      return List.of();
    }
    List<Waiter<T, R>> group = take();
    if (!group.isEmpty()) {
      inFlight++;
      lastSize = group.size();
      group.forEach(one -> underWay.addAll(one.keys()));
    }
    return group;
  }

  private List<Waiter<T, R>> take() {
    List<Waiter<T, R>> group = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    while (!waiting.isEmpty() && group.size() < MAX_GROUP) {
      Waiter<T, R> next = waiting.removeFirst();
      if (next.keys().stream().anyMatch(key -> isHeld(key) || taken.contains(key))) {
        // An item that has to wait makes others of its keys wait too, so that they keep their
        // order.
        parked.add(next);
        parkedKeys.addAll(next.keys());
      } else {
        group.add(next);
        if (!folding) {
          taken.addAll(next.keys());
        }
      }
    }
    return group;
  }

  private boolean isHeld(String key) {
    return underWay.contains(key) || parkedKeys.contains(key);
  }

  /** Completes the promises of a group; the returned future always succeeds. */
  private Future<Void> commit(List<Waiter<T, R>> group, int attempt) {
    return Future.succeededFuture(group.stream().map(Waiter::item).toList())
        .compose(commit)
        .transform(
            outcome -> {
              if (outcome.succeeded()) {
                for (int i = 0; i < group.size(); i++) {
                  R result = outcome.result().get(i);
                  group.get(i).answer(promise -> promise.complete(result));
                }
                return Future.succeededFuture();
              }
              return failed(group, attempt, outcome.cause());
            });
  }

  private Future<Void> failed(List<Waiter<T, R>> group, int attempt, Throwable cause) {
    DatabaseFailure kind = DatabaseFailure.of(cause);
    if (kind == DatabaseFailure.CONTENTION && attempt < MAX_TRIES) {
      return commit(group, attempt + 1);
    }
    if (kind == DatabaseFailure.DATA && group.size() > 1) {
      return oneByOne(group);
    }
    if (kind == DatabaseFailure.DATA) {
      group.getFirst().answer(promise -> promise.fail(cause));
      return Future.succeededFuture();
    }
    log.atWarn().addKeyValue("items", group.size()).setCause(cause).log("Group commit failed");
    Throwable reason = unavailable("It could not be written just now.");
    group.forEach(one -> one.answer(promise -> promise.fail(reason)));
    return Future.succeededFuture();
  }

  private Future<Void> oneByOne(List<Waiter<T, R>> group) {
    Future<Void> chain = Future.succeededFuture();
    for (Waiter<T, R> one : group) {
      chain = chain.compose(done -> commit(List.of(one), 1));
    }
    return chain;
  }

  private static Throwable unavailable(String detail) {
    return new Problem.Unavailable(detail, RETRY_AFTER).asException();
  }
}

package io.foyer.platform.jobs;

import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.DatabaseSubscriber;
import io.foyer.testing.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Claim, lease, fence, backoff and drain of the worker, on a real database. */
class JobWorkerIT {
  private static final Duration LEASE = Duration.ofHours(1);
  private static final Backoff.Range HOURS =
      new Backoff.Range(Duration.ofHours(2), Duration.ofHours(16));

  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase fresh = TestDatabase.migrated("jobs");
  private final Database database = new Database(vertx, fresh.config());
  private final JobStore jobs = new JobStore();
  private final WakeupNotifier wakeupNotifier =
      new WakeupNotifier(vertx, database, new DatabaseSubscriber(vertx, database));
  private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
  private final Map<String, ConcurrentLinkedQueue<Promise<JobResult>>> open =
      new ConcurrentHashMap<>();

  private final AtomicBoolean closing = new AtomicBoolean();

  @AfterEach
  void close() {
    closing.set(true);
    open.values().forEach(ends -> ends.forEach(end -> end.tryComplete(new JobResult.Done())));
    await(vertx.close());
    fresh.close();
  }

  private String deploy(int concurrency, JobHandler handler) {
    return await(vertx.deployVerticle(worker(concurrency, handler)));
  }

  private JobWorker worker(int concurrency, JobHandler handler) {
    return new JobWorker(database, jobs, wakeupNotifier, settings(concurrency), handler);
  }

  private static JobWorker.Settings settings(int concurrency) {
    return new JobWorker.Settings("test", "tests", concurrency, LEASE, HOURS);
  }

  private void request(String... keys) {
    List<OffsetDateTime> now = Arrays.asList(new OffsetDateTime[keys.length]);
    await(database.transaction(tx -> jobs.request(tx, "test", List.of(keys), now)));
    wakeupNotifier.wake("tests");
  }

  /** A run that ends when the test says so. */
  private Future<JobResult> openRun(Job job) {
    if (closing.get()) {
      return Future.succeededFuture(new JobResult.Done());
    }
    runs.computeIfAbsent(job.key(), key -> new AtomicInteger()).incrementAndGet();
    Promise<JobResult> end = Promise.promise();
    open.computeIfAbsent(job.key(), key -> new ConcurrentLinkedQueue<>()).add(end);
    return end.future();
  }

  private Promise<JobResult> awaitRun(String key) {
    ConcurrentLinkedQueue<Promise<JobResult>> ends =
        open.computeIfAbsent(key, any -> new ConcurrentLinkedQueue<>());
    await().until(() -> !ends.isEmpty());
    return ends.remove();
  }

  private String row(String key) {
    return fresh.text(
        """
        SELECT concat_ws(' ', attempts, COALESCE(last_error, '-'),
          CASE WHEN due_at <= now() THEN 'due' ELSE
            round(extract(epoch FROM due_at - now()) / 3600) || 'h' END)
        FROM jobs WHERE kind = 'test' AND key = '%s'
        """
            .formatted(key));
  }

  @Test
  void twoWorkersShareTheJobsAndEachJobHasOneHolderAtATime() {
    int keys = 40;
    int runsOfEach = 5;
    Map<String, AtomicInteger> holders = new ConcurrentHashMap<>();
    Set<String> heldTwice = ConcurrentHashMap.newKeySet();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger running = new AtomicInteger();
    JobHandler handler =
        job -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          if (holders.computeIfAbsent(job.key(), k -> new AtomicInteger()).incrementAndGet() > 1) {
            heldTwice.add(job.key());
          }
          // Through the database, so that others run meanwhile.
          return database
              .ping()
              .map(
                  pong -> {
                    holders.get(job.key()).decrementAndGet();
                    running.decrementAndGet();
                    int done =
                        runs.computeIfAbsent(job.key(), k -> new AtomicInteger()).incrementAndGet();
                    return done < runsOfEach
                        ? new JobResult.Next(Duration.ZERO)
                        : new JobResult.Done();
                  });
        };
    deploy(3, handler);
    deploy(3, handler);

    request(IntStream.range(0, keys).mapToObj(i -> "k" + i).toArray(String[]::new));

    await().until(() -> fresh.number("SELECT count(*) FROM jobs") == 0);
    assertThat(heldTwice).isEmpty();
    assertThat(runs).hasSize(keys).allSatisfy((key, n) -> assertThat(n).hasValue(runsOfEach));
    assertThat(most.get()).isLessThanOrEqualTo(6);
  }

  @Test
  void aLostLeaseWritesNothing() {
    deploy(4, this::openRun);
    request("a");
    Promise<JobResult> first = awaitRun("a");
    fresh.execute("UPDATE jobs SET due_at = now()"); // as if its lease had ended
    wakeupNotifier.wake("tests");
    Promise<JobResult> second = awaitRun("a");

    first.complete(new JobResult.Done());
    request("b");
    awaitRun("b").complete(new JobResult.Done());
    await().until(() -> row("b").equals("none"));
    assertThat(row("a")).isEqualTo("2 - 1h");

    second.complete(new JobResult.Failed("not yet", Optional.of(Duration.ofHours(20))));
    await().until(() -> row("a").equals("2 not yet 20h"));
  }

  @Test
  void aJobThatIsRequestedWhileItRunsRunsAgain() {
    deploy(4, this::openRun);
    request("a");
    Promise<JobResult> first = awaitRun("a");
    request("a");
    Promise<JobResult> second = awaitRun("a");

    first.complete(new JobResult.Done());
    second.complete(new JobResult.Done());

    await().until(() -> row("a").equals("none"));
    assertThat(runs.get("a")).hasValue(2);
  }

  @Test
  void aResultThatTheHandlerSettledIsUnderTheFenceOfItsTransaction() {
    AtomicInteger committed = new AtomicInteger();
    JobHandler handler =
        job ->
            openRun(job)
                .compose(
                    result ->
                        database.transaction(
                            tx ->
                                jobs.settle(tx, job, result, HOURS)
                                    .compose(
                                        mine ->
                                            mine
                                                ? Future.succeededFuture()
                                                : Future.failedFuture("lost"))))
                .map(
                    done -> {
                      committed.incrementAndGet();
                      return new JobResult.Settled();
                    });
    deploy(4, handler);
    request("a");
    Promise<JobResult> first = awaitRun("a");
    request("a");
    Promise<JobResult> second = awaitRun("a");

    first.complete(new JobResult.Done());
    second.complete(new JobResult.Next(Duration.ofHours(3)));

    await().until(() -> row("a").equals("0 - 3h"));
    assertThat(committed).hasValue(1);
  }

  @Test
  void failuresArePostponedByTheBackoffOfTheirAttempts() {
    deploy(1, job -> Future.failedFuture("broken\0"));
    request("a");
    for (int attempt = 1; attempt <= 4; attempt++) {
      int now = attempt;
      await().until(() -> row("a").startsWith(now + " broken "));
      long hours = fresh.number("SELECT round(extract(epoch FROM due_at - now()) / 60) FROM jobs");
      long full = Duration.ofHours(2).toMinutes() << (attempt - 1); // 2, 4, 8, 16 hours
      assertThat(hours).isBetween(full / 2 - 30, full);

      fresh.execute("UPDATE jobs SET due_at = now()");
    }
    await().until(() -> row("a").startsWith("5 broken "));
    assertThat(fresh.number("SELECT round(extract(epoch FROM due_at - now()) / 60) FROM jobs"))
        .isLessThanOrEqualTo(Duration.ofHours(16).toMinutes());
  }

  @Test
  void aSuccessfulRunResetsTheAttempts() {
    deploy(1, this::openRun);
    request("a");
    awaitRun("a").complete(new JobResult.Failed("first"));
    await().until(() -> row("a").startsWith("1 first"));
    fresh.execute("UPDATE jobs SET due_at = now()");
    awaitRun("a").complete(new JobResult.Next(Duration.ofHours(5)));

    await().until(() -> row("a").equals("0 - 5h"));
  }

  @Test
  void noMoreRunAtOnceThanAllowed() {
    deploy(2, this::openRun);
    request("a", "b", "c");

    await().until(() -> open.size() == 2);
    assertThat(fresh.number("SELECT count(*) FROM jobs WHERE attempts = 0")).isOne();

    List<String> running = List.copyOf(open.keySet());
    awaitRun(running.getFirst()).complete(new JobResult.Done());
    await().until(() -> open.size() == 3);
  }

  @Test
  void theDrainFinishesWhatRunsAndClaimsNoMore() {
    String id = deploy(1, this::openRun);
    request("a");
    Promise<JobResult> running = awaitRun("a");
    request("b");

    Future<Void> drained = vertx.undeploy(id);
    wakeupNotifier.wake("tests");
    await(database.ping());
    assertThat(drained.isComplete()).isFalse();

    running.complete(new JobResult.Done());
    await(drained);
    assertThat(row("a")).isEqualTo("none");
    assertThat(row("b")).isEqualTo("0 - due");
    assertThat(runs).containsOnlyKeys("a");
  }

  @Test
  void aClaimWhoseLeaseIsHalfOverWhenItIsAnsweredIsNotRun() {
    AtomicLong clock = new AtomicLong();
    // Between the claim and the run the process stands still for longer than half its lease.
    AtomicInteger readings = new AtomicInteger();
    JobWorker paused =
        new JobWorker(
            database,
            jobs,
            wakeupNotifier,
            settings(1),
            this::openRun,
            () -> readings.getAndIncrement() == 1 ? clock.addAndGet(LEASE.toNanos()) : clock.get());
    request("a");
    await(vertx.deployVerticle(paused));
    await().until(() -> row("a").startsWith("1 "));
    await().until(() -> readings.get() >= 2);
    assertThat(runs).isEmpty();

    fresh.execute("UPDATE jobs SET due_at = now()"); // as if the lease had ended
    awaitRun("a").complete(new JobResult.Done());
    await().until(() -> row("a").equals("none"));
  }
}

package io.foyer.platform.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's registrations, and their synchronization to Redis.
 *
 * <p>Each change carries a generation, one above the last. Where the generation in Redis differs
 * (Redis is new, flushed or failed over, or an answer was lost) all registrations are republished.
 * While out of sync single changes are not queued, however long Redis is away: the republish covers
 * them.
 */
final class LocalRegistrations {
  private static final Logger log = LoggerFactory.getLogger(LocalRegistrations.class);
  private static final int BATCH = 500;

  private final RedisCommands redis;
  private final ClusterSettings settings;
  private final Consumer<String> changed;
  private final Map<String, List<RegistrationInfo>> byAddress = new HashMap<>();
  private final Map<Registered, Change> queue = new LinkedHashMap<>();
  private List<Waiter> coveredByPublish = new ArrayList<>();
  private String info = "";
  private long generation;
  private boolean busy;
  private boolean publishing;
  private boolean changedMeanwhile;
  private boolean synced;
  private boolean withdrawn;

  /**
   * No registrations.
   *
   * @param changed receives each address whose local registrations changed
   */
  LocalRegistrations(RedisCommands redis, ClusterSettings settings, Consumer<String> changed) {
    this.redis = redis;
    this.settings = settings;
    this.changed = changed;
  }

  private record Registered(String address, long seq) {}

  private record Change(String sign, Waiter waiter) {}

  /**
   * A caller waiting for a change to reach Redis. Callers give up after the time to live unless
   * {@code noTimeout} is set, as for announcements.
   */
  private record Waiter(Promise<Void> done, long since, boolean noTimeout) {
    static Waiter now(boolean noTimeout) {
      return new Waiter(Promise.promise(), System.nanoTime(), noTimeout);
    }
  }

  /** Local registrations of an address. */
  List<RegistrationInfo> of(String address) {
    return byAddress.getOrDefault(address, List.of());
  }

  /** Number of queued changes and waiting callers. */
  int pendingCount() {
    return queue.size() + coveredByPublish.size();
  }

  /** Removes callers whose timeout has passed. Called before each heartbeat. */
  void dropExpired() {
    long now = System.nanoTime();
    coveredByPublish.removeIf(it -> !it.noTimeout() && now - it.since() > settings.ttl().toNanos());
  }

  /** The generation of the last change that was sent. */
  long generation() {
    return generation;
  }

  /**
   * Compares the generation a heartbeat returned with the one sent; starts a resync where they
   * differ.
   */
  void checkGeneration(long sent, long known) {
    if (synced && sent != known) {
      log.atInfo().addKeyValue("known", known).log("Registrations in Redis are out of date");
      markOutOfSync();
    }
    resync();
  }

  /** Republishes all registrations if they are out of sync. */
  void resync() {
    if (!synced && !busy && !withdrawn) {
      publish();
    }
  }

  /** Marks registrations as out of sync; the next flush republishes all of them. */
  void markOutOfSync() {
    synced = false;
    changedMeanwhile = true;
    queue.values().forEach(change -> coveredByPublish.add(change.waiter()));
    queue.clear();
  }

  /** Publishes this node with its bus address: on join, and whenever that address changes. */
  Future<Void> announce(String nodeInfo) {
    info = nodeInfo;
    markOutOfSync();
    Waiter waiter = Waiter.now(true);
    coveredByPublish.add(waiter);
    resync();
    return waiter.done().future();
  }

  /** Adds a registration; succeeds once Redis has it, fails after the time to live. */
  Future<Void> add(String address, RegistrationInfo registration) {
    byAddress.computeIfAbsent(address, any -> new ArrayList<>()).add(registration);
    changed.accept(address);
    return enqueue("+", address, registration);
  }

  /**
   * Removes a registration. Always succeeds: this node sends nothing there any more, and Redis
   * follows with the next flush or republish.
   */
  Future<Void> remove(String address, RegistrationInfo registration) {
    byAddress.computeIfPresent(
        address,
        (any, present) -> {
          present.remove(registration);
          return present.isEmpty() ? null : present;
        });
    changed.accept(address);
    return enqueue("-", address, registration).otherwiseEmpty();
  }

  /** Removes all registrations from Redis. Locally they stay until they are removed one by one. */
  Future<Void> withdraw() {
    stopPublishing();
    return redis
        .runWithRetry(
            Script.WITHDRAW, List.of(Long.toString(++generation)), settings.heartbeatInterval())
        .mapEmpty();
  }

  /** Stops publishing: a republish would bring back a node that has left. */
  void stopPublishing() {
    withdrawn = true;
    complete(takePending(queue.size()));
  }

  private Future<Void> enqueue(String sign, String address, RegistrationInfo registration) {
    if (registration.localOnly() || withdrawn) {
      return Future.succeededFuture();
    }
    Waiter waiter = Waiter.now(false);
    if (synced || publishing) {
      queueChange(new Registered(address, registration.seq()), new Change(sign, waiter));
    } else {
      changedMeanwhile = true;
      coveredByPublish.add(waiter);
    }
    flush();
    return waiter.done().future().timeout(settings.ttl().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Queues a change; one that cancels a queued change removes both. */
  private void queueChange(Registered what, Change change) {
    Change before = queue.remove(what);
    if (before == null) {
      queue.put(what, change);
    } else {
      complete(List.of(before.waiter(), change.waiter()));
    }
  }

  private void flush() {
    if (busy || !synced || queue.isEmpty()) {
      return;
    }
    List<String> arguments = new ArrayList<>();
    arguments.add(Long.toString(++generation));
    queue.entrySet().stream()
        .limit(BATCH)
        .forEach(
            each -> {
              arguments.add(each.getValue().sign());
              arguments.add(Long.toString(each.getKey().seq()));
              arguments.add(each.getKey().address());
            });
    List<Waiter> batch = takePending(BATCH);
    busy = true;
    redis
        .run(Script.CHANGE, arguments)
        .onComplete(answer -> answered(answer.succeeded() && accepted(answer.result()), batch));
  }

  private void publish() {
    List<String> arguments = new ArrayList<>();
    arguments.add(Long.toString(++generation));
    arguments.add(info);
    byAddress.forEach(
        (address, registrations) ->
            registrations.stream()
                .filter(registration -> !registration.localOnly())
                .forEach(
                    registration -> {
                      arguments.add(Long.toString(registration.seq()));
                      arguments.add(address);
                    }));
    List<Waiter> batch = coveredByPublish;
    coveredByPublish = new ArrayList<>();
    busy = true;
    publishing = true;
    changedMeanwhile = false;
    redis
        .run(Script.PUBLISH, arguments)
        .onComplete(
            answer -> {
              publishing = false;
              boolean taken = answer.succeeded() && accepted(answer.result());
              synced = taken && !changedMeanwhile;
              answered(taken, batch);
            });
  }

  private void answered(boolean taken, List<Waiter> batch) {
    busy = false;
    if (taken) {
      complete(batch);
      flush();
      resync();
    } else {
      coveredByPublish.addAll(0, batch); // republished after the next heartbeat or reconnect
      markOutOfSync();
    }
  }

  private List<Waiter> takePending(int most) {
    List<Waiter> taken = new ArrayList<>();
    Iterator<Change> changes = queue.values().iterator();
    while (taken.size() < most && changes.hasNext()) {
      taken.add(changes.next().waiter());
      changes.remove();
    }
    return taken;
  }

  private static void complete(List<Waiter> waiting) {
    waiting.forEach(it -> it.done().tryComplete());
  }

  private static boolean accepted(Response answer) {
    return answer.toLong() == 1;
  }
}

package io.foyer.platform.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registrations of this node and what Redis knows of them. Each step carries a generation, one
 * above the last; where Redis is elsewhere (new, flushed, failed over, or an answer was lost) the
 * whole is published anew.
 */
final class Own {
  private static final Logger log = LoggerFactory.getLogger(Own.class);
  private static final int BATCH = 500;

  private final Desk desk;
  private final ClusterSettings settings;
  private final Consumer<String> changed;
  private final Map<String, List<RegistrationInfo>> byAddress = new HashMap<>();
  private final Deque<Change> queue = new ArrayDeque<>();
  private final List<Promise<Void>> covered = new ArrayList<>();
  private String info = "";
  private long generation;
  private boolean busy;
  private boolean synced;
  private boolean withdrawn;

  /**
   * Nothing registered.
   *
   * @param changed told each address whose own registrations changed
   */
  Own(Desk desk, ClusterSettings settings, Consumer<String> changed) {
    this.desk = desk;
    this.settings = settings;
    this.changed = changed;
  }

  private record Change(String sign, long seq, String address, Promise<Void> done) {}

  List<RegistrationInfo> of(String address) {
    return byAddress.getOrDefault(address, List.of());
  }

  /** The generation of the last step that was sent. */
  long generation() {
    return generation;
  }

  /** Sees from a beat whether Redis knows all, and mends it. */
  void compare(long sent, long known) {
    if (synced && sent != known) {
      log.atInfo().addKeyValue("known", known).log("Redis does not know this node");
      synced = false;
    }
    mend();
  }

  /** Publishes all if Redis may not know it. */
  void mend() {
    if (!synced && !busy && !withdrawn) {
      publish();
    }
  }

  /** Redis may have missed something. */
  void doubt() {
    synced = false;
  }

  /** The first step, and whenever the address of the bus changes. */
  Future<Void> announce(String nodeInfo) {
    info = nodeInfo;
    synced = false;
    Promise<Void> done = Promise.promise();
    covered.add(done);
    mend();
    return done.future();
  }

  Future<Void> add(String address, RegistrationInfo registration) {
    byAddress.computeIfAbsent(address, any -> new ArrayList<>()).add(registration);
    changed.accept(address);
    return enqueue("+", address, registration);
  }

  /** Succeeds in any case: nothing is sent here any more, and Redis will learn it. */
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

  /** Takes all back in Redis; here they stay until they are removed. */
  Future<Void> withdraw() {
    withdrawn = true;
    finish(drain(queue.size()));
    return desk.run(Script.WITHDRAW, List.of(Long.toString(++generation))).mapEmpty();
  }

  private Future<Void> enqueue(String sign, String address, RegistrationInfo registration) {
    if (registration.localOnly() || withdrawn) {
      return Future.succeededFuture();
    }
    Promise<Void> done = Promise.promise();
    queue.add(new Change(sign, registration.seq(), address, done));
    flush();
    return done.future().timeout(settings.ttl().toMillis(), TimeUnit.MILLISECONDS);
  }

  private void flush() {
    if (busy || !synced || queue.isEmpty()) {
      return;
    }
    List<String> arguments = new ArrayList<>();
    arguments.add(Long.toString(++generation));
    queue.stream()
        .limit(BATCH)
        .forEach(
            change -> {
              arguments.add(change.sign());
              arguments.add(Long.toString(change.seq()));
              arguments.add(change.address());
            });
    List<Promise<Void>> batch = drain(BATCH);
    busy = true;
    desk.run(Script.CHANGE, arguments)
        .onComplete(answer -> answered(answer.succeeded() && one(answer.result()), batch));
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
    List<Promise<Void>> batch = drain(queue.size());
    batch.addAll(covered);
    covered.clear();
    busy = true;
    desk.run(Script.PUBLISH, arguments)
        .onComplete(
            answer -> {
              synced = answer.succeeded() && one(answer.result());
              answered(synced, batch);
            });
  }

  private void answered(boolean taken, List<Promise<Void>> batch) {
    busy = false;
    if (taken) {
      finish(batch);
      flush();
    } else {
      synced = false;
      covered.addAll(batch); // the beat or the next connection publishes them
    }
  }

  private List<Promise<Void>> drain(int most) {
    List<Promise<Void>> drained = new ArrayList<>();
    while (drained.size() < most && !queue.isEmpty()) {
      drained.add(queue.remove().done());
    }
    return drained;
  }

  private static void finish(List<Promise<Void>> promises) {
    promises.forEach(Promise::tryComplete);
  }

  private static boolean one(Response answer) {
    return answer.toLong() == 1;
  }
}

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
 * The registrations of this node and what Redis knows of them. Each step carries a generation, one
 * above the last; where Redis is elsewhere (new, flushed, failed over, or an answer was lost) the
 * whole is published anew. Until then single steps are not kept, however long Redis is away: what
 * they lead to is what will be published.
 */
final class Own {
  private static final Logger log = LoggerFactory.getLogger(Own.class);
  private static final int BATCH = 500;

  private final Desk desk;
  private final ClusterSettings settings;
  private final Consumer<String> changed;
  private final Map<String, List<RegistrationInfo>> byAddress = new HashMap<>();
  private final Map<Registered, Change> queue = new LinkedHashMap<>();
  private List<Waiting> covered = new ArrayList<>();
  private String info = "";
  private long generation;
  private boolean busy;
  private boolean publishing;
  private boolean behind;
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

  private record Registered(String address, long seq) {}

  private record Change(String sign, Waiting waiting) {}

  /** Somebody who waits until Redis knows; but for announcements only for a time to live. */
  private record Waiting(Promise<Void> done, long since, boolean patient) {
    static Waiting now(boolean patient) {
      return new Waiting(Promise.promise(), System.nanoTime(), patient);
    }
  }

  List<RegistrationInfo> of(String address) {
    return byAddress.getOrDefault(address, List.of());
  }

  /** How many steps and callers are kept. */
  int kept() {
    return queue.size() + covered.size();
  }

  /** Forgets callers who have stopped waiting; to be called now and then. */
  void forget() {
    long now = System.nanoTime();
    covered.removeIf(it -> !it.patient() && now - it.since() > settings.ttl().toNanos());
  }

  /** The generation of the last step that was sent. */
  long generation() {
    return generation;
  }

  /** Sees from a beat whether Redis knows all, and mends it. */
  void compare(long sent, long known) {
    if (synced && sent != known) {
      log.atInfo().addKeyValue("known", known).log("Redis does not know this node");
      doubt();
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
    behind = true;
    queue.values().forEach(change -> covered.add(change.waiting()));
    queue.clear();
  }

  /** The first step, and whenever the address of the bus changes. */
  Future<Void> announce(String nodeInfo) {
    info = nodeInfo;
    doubt();
    Waiting waiting = Waiting.now(true);
    covered.add(waiting);
    mend();
    return waiting.done().future();
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
    end();
    return desk.insist(Script.WITHDRAW, List.of(Long.toString(++generation)), settings.beat())
        .mapEmpty();
  }

  /** Publishes nothing from here on: it would bring a node back that has left. */
  void end() {
    withdrawn = true;
    finish(taken(queue.size()));
  }

  private Future<Void> enqueue(String sign, String address, RegistrationInfo registration) {
    if (registration.localOnly() || withdrawn) {
      return Future.succeededFuture();
    }
    Waiting waiting = Waiting.now(false);
    if (synced || publishing) {
      step(new Registered(address, registration.seq()), new Change(sign, waiting));
    } else {
      behind = true;
      covered.add(waiting);
    }
    flush();
    return waiting.done().future().timeout(settings.ttl().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What was added and taken back before it was sent needs not be sent. */
  private void step(Registered what, Change change) {
    Change before = queue.remove(what);
    if (before == null) {
      queue.put(what, change);
    } else {
      finish(List.of(before.waiting(), change.waiting()));
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
    List<Waiting> batch = taken(BATCH);
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
    List<Waiting> batch = covered;
    covered = new ArrayList<>();
    busy = true;
    publishing = true;
    behind = false;
    desk.run(Script.PUBLISH, arguments)
        .onComplete(
            answer -> {
              publishing = false;
              boolean taken = answer.succeeded() && one(answer.result());
              synced = taken && !behind;
              answered(taken, batch);
            });
  }

  private void answered(boolean taken, List<Waiting> batch) {
    busy = false;
    if (taken) {
      finish(batch);
      flush();
      mend();
    } else {
      covered.addAll(0, batch); // the beat or the next connection publishes them
      doubt();
    }
  }

  private List<Waiting> taken(int most) {
    List<Waiting> taken = new ArrayList<>();
    Iterator<Change> changes = queue.values().iterator();
    while (taken.size() < most && changes.hasNext()) {
      taken.add(changes.next().waiting());
      changes.remove();
    }
    return taken;
  }

  private static void finish(List<Waiting> waiting) {
    waiting.forEach(it -> it.done().tryComplete());
  }

  private static boolean one(Response answer) {
    return answer.toLong() == 1;
  }
}

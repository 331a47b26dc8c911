package io.foyer.platform.cluster;

import io.vertx.core.Future;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumers of other nodes, cached for the addresses this node sends to.
 *
 * <p>What was read stays valid during an outage of Redis. The selector of the event bus is notified
 * of every change, also when only the reachability of a node changed: an update without a node's
 * registrations makes the selector skip that node.
 */
final class RemoteRegistrations {
  private static final Logger log = LoggerFactory.getLogger(RemoteRegistrations.class);
  private static final Duration MIN_PAUSE = Duration.ofMillis(20);

  private final MemberEventLoop loop;
  private final RedisCommands redis;
  private final String me;
  private final RegistrationListener listener;
  private final Predicate<String> usable;
  private final Predicate<String> missing;
  private final Function<String, List<RegistrationInfo>> local;
  private final Map<String, List<RegistrationInfo>> others = new HashMap<>();
  private final Map<String, Set<RegistrationInfo>> published = new HashMap<>();
  private final Set<String> stale = new LinkedHashSet<>();
  private long lastRead;
  private boolean readScheduled;

  /**
   * An empty cache.
   *
   * @param usable whether a node may be sent to
   * @param missing whether a member is missing in Redis, so that its last known registrations count
   * @param own this node's registrations of an address
   */
  RemoteRegistrations(
      MemberEventLoop loop,
      RedisCommands redis,
      String me,
      RegistrationListener listener,
      Predicate<String> usable,
      Predicate<String> missing,
      Function<String, List<RegistrationInfo>> own) {
    this.loop = loop;
    this.redis = redis;
    this.me = me;
    this.listener = listener;
    this.usable = usable;
    this.missing = missing;
    this.local = own;
    this.lastRead = System.nanoTime() - MIN_PAUSE.toNanos();
  }

  /**
   * Reads the registrations of an address. Falls back to the cache if Redis is unavailable; fails
   * only where nothing is cached.
   */
  Future<List<RegistrationInfo>> find(String address) {
    return readFromRedis(address)
        .recover(failure -> fromCache(address, failure))
        .map(
            found -> {
              others.put(address, found);
              List<RegistrationInfo> now = current(address);
              if (now.isEmpty()) {
                forget(address); // the selector drops it too
              } else {
                published.put(address, Set.copyOf(now));
              }
              return now;
            });
  }

  /** Handles a registration change on another node. Changes within a short time share one read. */
  void changed(String address) {
    if (listener.wantsUpdatesFor(address)) {
      stale.add(address);
      scheduleRead();
    } else {
      forget(address);
    }
  }

  /** Handles a change of this node's own registrations. */
  void localChanged(String address) {
    if (published.containsKey(address)) {
      notifyListener(address);
    }
  }

  /** Marks all cached addresses stale and reads them again, after messages may have been missed. */
  void markAllStale() {
    listener.registrationsLost();
    List.copyOf(published.keySet()).forEach(this::changed);
  }

  /** Reads stale addresses that could not be read before. Called after each answered heartbeat. */
  void retryStale() {
    if (!stale.isEmpty()) {
      scheduleRead();
    }
  }

  /** Handles nodes that became reachable or unreachable. */
  void reachabilityChanged(Collection<String> nodes) {
    addressesOf(nodes).forEach(this::notifyListener);
  }

  /** Drops the registrations of nodes that have left. */
  void removeNodes(Collection<String> nodes) {
    List<String> addresses = addressesOf(nodes);
    for (String address : addresses) {
      others.computeIfPresent(
          address,
          (any, list) -> list.stream().filter(each -> !nodes.contains(each.nodeId())).toList());
    }
    addresses.forEach(this::notifyListener);
  }

  private List<String> addressesOf(Collection<String> nodes) {
    return others.entrySet().stream()
        .filter(entry -> entry.getValue().stream().anyMatch(r -> nodes.contains(r.nodeId())))
        .map(Map.Entry::getKey)
        .toList();
  }

  private Future<List<RegistrationInfo>> fromCache(String address, Throwable failure) {
    if (others.containsKey(address) || !local.apply(address).isEmpty()) {
      stale.add(address); // read when Redis is back
      return Future.succeededFuture(others.getOrDefault(address, List.of()));
    }
    return Future.failedFuture(failure);
  }

  private void scheduleRead() {
    if (readScheduled) {
      return;
    }
    readScheduled = true;
    long since = System.nanoTime() - lastRead;
    if (since >= MIN_PAUSE.toNanos()) {
      read();
    } else {
      loop.after(MIN_PAUSE.minusNanos(since), this::read);
    }
  }

  private void read() {
    readScheduled = false;
    lastRead = System.nanoTime();
    List<String> batch = List.copyOf(stale);
    stale.clear();
    batch.forEach(this::readOne);
  }

  private void readOne(String address) {
    readFromRedis(address)
        .onSuccess(
            found -> {
              others.put(address, found);
              notifyListener(address);
            })
        .onFailure(
            failure -> {
              stale.add(address);
              log.atDebug().setCause(failure).log("Registrations not read");
            });
  }

  private Future<List<RegistrationInfo>> readFromRedis(String address) {
    return redis.command(Command.SMEMBERS, "a:" + address).map(answer -> merge(address, answer));
  }

  private List<RegistrationInfo> merge(String address, Response answer) {
    List<RegistrationInfo> found = new ArrayList<>();
    for (Response member : answer) {
      String text = member.toString();
      int colon = text.lastIndexOf(':');
      String node = text.substring(0, colon);
      if (!node.equals(me)) { // local registrations are authoritative
        found.add(new RegistrationInfo(node, Long.parseLong(text.substring(colon + 1)), false));
      }
    }
    others.getOrDefault(address, List.of()).stream()
        .filter(before -> missing.test(before.nodeId()) && !found.contains(before))
        .forEach(found::add);
    return found;
  }

  private List<RegistrationInfo> current(String address) {
    List<RegistrationInfo> mine = local.apply(address);
    List<RegistrationInfo> now = new ArrayList<>(mine);
    others.getOrDefault(address, List.of()).stream()
        .filter(each -> usable.test(each.nodeId()))
        .forEach(now::add);
    return Weights.corrected(now);
  }

  private void notifyListener(String address) {
    List<RegistrationInfo> now = current(address);
    var set = new HashSet<>(now);
    if (set.equals(published.put(address, set))) {
      return;
    }
    listener.registrationsUpdated(new RegistrationUpdateEvent(address, now));
    if (!listener.wantsUpdatesFor(address)) {
      forget(address);
    }
  }

  private void forget(String address) {
    others.remove(address);
    published.remove(address);
    stale.remove(address);
  }
}

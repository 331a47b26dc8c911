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
 * Who listens to which address, for the addresses this node sends to. What was read stays while
 * Redis is away. The selector of the event bus is told of every change, also when only the view of
 * a node changed: that is how it is made to leave a node out.
 */
final class Routes {
  private static final Logger log = LoggerFactory.getLogger(Routes.class);
  private static final Duration LEAST_PAUSE = Duration.ofMillis(20);

  private final Loop loop;
  private final Desk desk;
  private final String me;
  private final RegistrationListener listener;
  private final Predicate<String> usable;
  private final Predicate<String> missing;
  private final Function<String, List<RegistrationInfo>> own;
  private final Map<String, List<RegistrationInfo>> others = new HashMap<>();
  private final Map<String, Set<RegistrationInfo>> told = new HashMap<>();
  private final Set<String> stale = new LinkedHashSet<>();
  private long lastRead;
  private boolean planned;

  /**
   * Knows no address.
   *
   * @param usable whether a node may be sent to
   * @param missing whether Redis has lost a node, so that what it had there still counts
   * @param own this node's registrations of an address
   */
  Routes(
      Loop loop,
      Desk desk,
      String me,
      RegistrationListener listener,
      Predicate<String> usable,
      Predicate<String> missing,
      Function<String, List<RegistrationInfo>> own) {
    this.loop = loop;
    this.desk = desk;
    this.me = me;
    this.listener = listener;
    this.usable = usable;
    this.missing = missing;
    this.own = own;
    this.lastRead = System.nanoTime() - LEAST_PAUSE.toNanos();
  }

  /** Fails only where Redis is away and nothing is known of the address. */
  Future<List<RegistrationInfo>> find(String address) {
    return ask(address)
        .recover(failure -> fromMemory(address, failure))
        .map(
            found -> {
              others.put(address, found);
              List<RegistrationInfo> now = now(address);
              if (now.isEmpty()) {
                forget(address); // the selector does not keep it either
              } else {
                told.put(address, Set.copyOf(now));
              }
              return now;
            });
  }

  /** Somebody registered or unregistered there. Several at once are read once. */
  void changed(String address) {
    if (listener.wantsUpdatesFor(address)) {
      stale.add(address);
      plan();
    } else {
      forget(address);
    }
  }

  /** This node registered or unregistered. */
  void ownChanged(String address) {
    if (told.containsKey(address)) {
      tell(address);
    }
  }

  /** Anything may have changed. */
  void doubt() {
    listener.registrationsLost();
    List.copyOf(told.keySet()).forEach(this::changed);
  }

  /** Redis answers: what could not be read then is read now. */
  void check() {
    if (!stale.isEmpty()) {
      plan();
    }
  }

  /** These nodes became usable or unusable. */
  void judged(Collection<String> nodes) {
    addressesOf(nodes).forEach(this::tell);
  }

  /** These nodes are no more. */
  void gone(Collection<String> nodes) {
    List<String> addresses = addressesOf(nodes);
    for (String address : addresses) {
      others.computeIfPresent(
          address,
          (any, list) -> list.stream().filter(each -> !nodes.contains(each.nodeId())).toList());
    }
    addresses.forEach(this::tell);
  }

  private List<String> addressesOf(Collection<String> nodes) {
    return others.entrySet().stream()
        .filter(entry -> entry.getValue().stream().anyMatch(r -> nodes.contains(r.nodeId())))
        .map(Map.Entry::getKey)
        .toList();
  }

  private Future<List<RegistrationInfo>> fromMemory(String address, Throwable failure) {
    if (others.containsKey(address) || !own.apply(address).isEmpty()) {
      stale.add(address); // read when Redis is back
      return Future.succeededFuture(others.getOrDefault(address, List.of()));
    }
    return Future.failedFuture(failure);
  }

  private void plan() {
    if (planned) {
      return;
    }
    planned = true;
    long since = System.nanoTime() - lastRead;
    if (since >= LEAST_PAUSE.toNanos()) {
      read();
    } else {
      loop.after(LEAST_PAUSE.minusNanos(since), this::read);
    }
  }

  private void read() {
    planned = false;
    lastRead = System.nanoTime();
    List<String> batch = List.copyOf(stale);
    stale.clear();
    batch.forEach(this::readOne);
  }

  private void readOne(String address) {
    ask(address)
        .onSuccess(
            found -> {
              others.put(address, found);
              tell(address);
            })
        .onFailure(
            failure -> {
              stale.add(address);
              log.atDebug().setCause(failure).log("Registrations were not read");
            });
  }

  private Future<List<RegistrationInfo>> ask(String address) {
    return desk.command(Command.SMEMBERS, "a:" + address).map(answer -> merge(address, answer));
  }

  private List<RegistrationInfo> merge(String address, Response answer) {
    List<RegistrationInfo> found = new ArrayList<>();
    for (Response member : answer) {
      String text = member.toString();
      int colon = text.lastIndexOf(':');
      String node = text.substring(0, colon);
      if (!node.equals(me)) { // of its own it knows better
        found.add(new RegistrationInfo(node, Long.parseLong(text.substring(colon + 1)), false));
      }
    }
    others.getOrDefault(address, List.of()).stream()
        .filter(before -> missing.test(before.nodeId()) && !found.contains(before))
        .forEach(found::add);
    return found;
  }

  private List<RegistrationInfo> now(String address) {
    List<RegistrationInfo> mine = own.apply(address);
    List<RegistrationInfo> now = new ArrayList<>(mine);
    others.getOrDefault(address, List.of()).stream()
        .filter(each -> usable.test(each.nodeId()))
        .forEach(now::add);
    return Weights.corrected(now);
  }

  private void tell(String address) {
    List<RegistrationInfo> now = now(address);
    var set = new HashSet<>(now);
    if (set.equals(told.put(address, set))) {
      return;
    }
    listener.registrationsUpdated(new RegistrationUpdateEvent(address, now));
    if (!listener.wantsUpdatesFor(address)) {
      forget(address);
    }
  }

  private void forget(String address) {
    others.remove(address);
    told.remove(address);
    stale.remove(address);
  }
}

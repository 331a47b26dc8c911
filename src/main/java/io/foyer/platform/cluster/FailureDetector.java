package io.foyer.platform.cluster;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which nodes answer over the event bus itself: the same connections, the same TLS, the same event
 * loop as every message. A node that refuses is out at once, one that is silent after {@code pong};
 * both are back with their next answer. What it finds holds for this node alone.
 */
final class FailureDetector {
  /** Addresses that begin so belong to one node each and are not kept in Redis. */
  static final String ADDRESS = "__vertx.cluster.ping.";

  private static final Logger log = LoggerFactory.getLogger(FailureDetector.class);
  private static final Duration TRY_AGAIN = Duration.ofMillis(20);

  private final MemberEventLoop loop;
  private final ClusterSettings settings;
  private final Vertx clustered;
  private final MembershipView members;
  private final String me;
  private final Consumer<String> reachabilityChanged;
  private final Map<String, Ping> pending = new HashMap<>();
  private final Set<String> answeredOnce = new HashSet<>();
  private final Set<String> isUnreachable = ConcurrentHashMap.newKeySet();
  private long lastPing;
  private boolean listening;
  private boolean stopped;
  private long lastRound;

  /**
   * Asks nobody yet.
   *
   * @param judged told of each node that became silent or answers again
   */
  FailureDetector(
      MemberEventLoop loop,
      ClusterSettings settings,
      Vertx clustered,
      MembershipView members,
      String me,
      Consumer<String> judged) {
    this.loop = loop;
    this.settings = settings;
    this.clustered = clustered;
    this.members = members;
    this.me = me;
    this.reachabilityChanged = judged;
  }

  /** The bus is about to start. */
  void start() {
    lastRound = System.nanoTime();
    listen();
    loop.every(settings.pingInterval(), this::pingAll);
  }

  void stop() {
    stopped = true;
  }

  boolean isUnreachable(String node) {
    return isUnreachable.contains(node);
  }

  /** The bus opens a connection to it, so what was written to an earlier one got no answer. */
  void recheck(String node) {
    Ping ping = pending.get(node);
    if (listening && !stopped && members.contains(node) && (ping == null || ping.written())) {
      ping(node);
    }
  }

  /** May be called on any thread. */
  Set<String> unreachable() {
    return Set.copyOf(isUnreachable);
  }

  void forget(Set<String> nodes) {
    nodes.forEach(pending::remove);
    isUnreachable.removeAll(nodes);
    answeredOnce.removeAll(nodes);
  }

  /**
   * A question that waits for its answer.
   *
   * @param first the number of the first of those that went unanswered one after the other
   */
  private record Ping(long number, long first, boolean written) {}

  private void pingAll() {
    long now = System.nanoTime();
    boolean slept = now - lastRound > 2 * settings.pingInterval().toNanos();
    lastRound = now;
    if (stopped || !listening) {
      return;
    }
    if (slept) {
      pending.clear(); // it was this node that did not hear the answers
    }
    for (String node : members.others()) {
      if (members.info(node).isPresent()
          && (isUnreachable.contains(node) || !pending.containsKey(node))) {
        ping(node);
      }
    }
  }

  private void ping(String node) {
    long number = ++lastPing;
    Ping before = pending.get(node);
    long first = before == null ? number : before.first();
    pending.put(node, new Ping(number, first, false));
    clustered
        .eventBus()
        .<String>sender(ADDRESS + node)
        .write("?" + me)
        .onComplete(
            done ->
                loop.run(
                    () -> {
                      if (done.succeeded()) {
                        onWritten(node, number);
                      } else {
                        onRefused(node, number);
                      }
                    }));
    if (before == null) { // asking again gives no more time
      loop.after(settings.pingTimeout(), () -> onTimeout(node, first));
    }
  }

  private void onWritten(String node, long number) {
    Ping ping = pending.get(node);
    if (ping != null && ping.number() == number) {
      pending.put(node, new Ping(number, ping.first(), true));
    }
  }

  private void onRefused(String node, long number) {
    Ping ping = pending.get(node);
    if (ping != null && ping.number() == number) {
      pending.remove(node);
      markUnreachable(node, "refused");
    }
  }

  private void onTimeout(String node, long first) {
    Ping ping = pending.get(node);
    if (ping != null && ping.first() == first) {
      pending.remove(node);
      if (answeredOnce.add(node)) {
        ping(node); // it may have listed itself a moment before it began to listen
      } else {
        markUnreachable(node, "silent");
      }
    }
  }

  private void markUnreachable(String node, String reason) {
    if (!stopped && members.contains(node) && isUnreachable.add(node)) {
      log.atWarn().addKeyValue("node", node).addKeyValue("reason", reason).log("Node left out");
      reachabilityChanged.accept(node);
    }
  }

  private void onMessage(String text) {
    if (stopped || text.length() < 2) {
      return;
    }
    String node = text.substring(1);
    if (text.charAt(0) == '?') {
      clustered
          .eventBus()
          .<String>sender(ADDRESS + node)
          .write("!" + me)
          .onFailure(failure -> log.atDebug().setCause(failure).log("A ping was not answered"));
    } else {
      pending.remove(node);
      answeredOnce.add(node);
      if (isUnreachable.remove(node)) {
        log.atInfo().addKeyValue("node", node).log("Node answers again");
        reachabilityChanged.accept(node);
      }
    }
  }

  /** The bus tells nobody when it has started, so it is tried. */
  private void listen() {
    if (stopped) {
      return;
    }
    try {
      clustered
          .eventBus()
          .<String>consumer(ADDRESS + me, ping -> loop.run(() -> onMessage(ping.body())));
      listening = true;
    } catch (IllegalStateException e) {
      loop.after(TRY_AGAIN, this::listen);
    }
  }
}

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
 * Failure detector: pings every other node over the event bus and marks those that do not answer
 * unreachable.
 *
 * <p>Pings use the connections, TLS and event loops of all other messages. A node whose connection
 * is refused is unreachable at once, a silent one after {@code pingTimeout}; both are reachable
 * again with their next answer. What it finds holds for this node alone.
 */
final class FailureDetector {
  /** Prefix of ping addresses. Each belongs to one node and is not kept in Redis. */
  static final String ADDRESS = "__vertx.cluster.ping.";

  private static final Logger log = LoggerFactory.getLogger(FailureDetector.class);
  private static final Duration RETRY_PAUSE = Duration.ofMillis(20);

  private final MemberEventLoop loop;
  private final ClusterSettings settings;
  private final Vertx clustered;
  private final MembershipView members;
  private final String me;
  private final Consumer<String> reachabilityChanged;
  private final Map<String, Ping> pending = new HashMap<>();
  private final Set<String> answeredOnce = new HashSet<>();
  private final Set<String> unreachable = ConcurrentHashMap.newKeySet();
  private long lastPing;
  private boolean listening;
  private boolean stopped;
  private long lastRound;

  /**
   * Sends no pings until {@link #start}.
   *
   * @param reachabilityChanged receives each node that became unreachable or reachable again
   */
  FailureDetector(
      MemberEventLoop loop,
      ClusterSettings settings,
      Vertx clustered,
      MembershipView members,
      String me,
      Consumer<String> reachabilityChanged) {
    this.loop = loop;
    this.settings = settings;
    this.clustered = clustered;
    this.members = members;
    this.me = me;
    this.reachabilityChanged = reachabilityChanged;
  }

  /** Starts the pings. Called just before the event bus starts. */
  void start() {
    lastRound = System.nanoTime();
    listen();
    loop.every(settings.pingInterval(), this::pingAll);
  }

  void stop() {
    stopped = true;
  }

  boolean isUnreachable(String node) {
    return unreachable.contains(node);
  }

  /**
   * Pings a node now. The bus calls this when it opens a connection: a ping on an earlier
   * connection stays unanswered.
   */
  void recheck(String node) {
    Ping ping = pending.get(node);
    if (listening && !stopped && members.contains(node) && (ping == null || ping.written())) {
      ping(node);
    }
  }

  /** Unreachable nodes. May be called on any thread. */
  Set<String> unreachable() {
    return Set.copyOf(unreachable);
  }

  void forget(Set<String> nodes) {
    nodes.forEach(pending::remove);
    unreachable.removeAll(nodes);
    answeredOnce.removeAll(nodes);
  }

  /**
   * A ping in flight.
   *
   * @param first number of the first ping in the current run of unanswered ones; the timeout counts
   *     from it
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
      pending.clear(); // this node itself was suspended and missed the answers
    }
    for (String node : members.others()) {
      if (members.info(node).isPresent()
          && (unreachable.contains(node) || !pending.containsKey(node))) {
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
    if (before == null) { // a repeated ping does not extend the timeout
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
        ping(node); // it may be listed a moment before its bus listens: one more try
      } else {
        markUnreachable(node, "silent");
      }
    }
  }

  private void markUnreachable(String node, String cause) {
    if (!stopped && members.contains(node) && unreachable.add(node)) {
      log.atWarn().addKeyValue("node", node).addKeyValue("cause", cause).log("Node unreachable");
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
          .onFailure(failure -> log.atDebug().setCause(failure).log("Ping reply failed"));
    } else {
      pending.remove(node);
      answeredOnce.add(node);
      if (unreachable.remove(node)) {
        log.atInfo().addKeyValue("node", node).log("Node reachable again");
        reachabilityChanged.accept(node);
      }
    }
  }

  /**
   * Registers the ping consumer. The bus does not signal that it has started, so this is retried
   * until it has.
   */
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
      loop.after(RETRY_PAUSE, this::listen);
    }
  }
}

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
final class Reach {
  /** Addresses that begin so belong to one node each and are not kept in Redis. */
  static final String ADDRESS = "__vertx.cluster.ping.";

  private static final Logger log = LoggerFactory.getLogger(Reach.class);
  private static final Duration TRY_AGAIN = Duration.ofMillis(20);

  private final Loop loop;
  private final ClusterSettings settings;
  private final Vertx clustered;
  private final Living living;
  private final String me;
  private final Consumer<String> judged;
  private final Map<String, Ping> asked = new HashMap<>();
  private final Set<String> heard = new HashSet<>();
  private final Set<String> silent = ConcurrentHashMap.newKeySet();
  private long pings;
  private boolean listening;
  private boolean stopped;
  private long lastRound;

  /**
   * Asks nobody yet.
   *
   * @param judged told of each node that became silent or answers again
   */
  Reach(
      Loop loop,
      ClusterSettings settings,
      Vertx clustered,
      Living living,
      String me,
      Consumer<String> judged) {
    this.loop = loop;
    this.settings = settings;
    this.clustered = clustered;
    this.living = living;
    this.me = me;
    this.judged = judged;
  }

  /** The bus is about to start. */
  void start() {
    lastRound = System.nanoTime();
    listen();
    loop.every(settings.ping(), this::round);
  }

  void stop() {
    stopped = true;
  }

  boolean silent(String node) {
    return silent.contains(node);
  }

  /** The bus opens a connection to it, so what was written to an earlier one got no answer. */
  void suspect(String node) {
    Ping ping = asked.get(node);
    if (listening && !stopped && living.contains(node) && (ping == null || ping.written())) {
      ask(node);
    }
  }

  /** May be called on any thread. */
  Set<String> leftOut() {
    return Set.copyOf(silent);
  }

  void gone(Set<String> nodes) {
    nodes.forEach(asked::remove);
    silent.removeAll(nodes);
    heard.removeAll(nodes);
  }

  /**
   * A question that waits for its answer.
   *
   * @param first the number of the first of those that went unanswered one after the other
   */
  private record Ping(long number, long first, boolean written) {}

  private void round() {
    long now = System.nanoTime();
    boolean slept = now - lastRound > 2 * settings.ping().toNanos();
    lastRound = now;
    if (stopped || !listening) {
      return;
    }
    if (slept) {
      asked.clear(); // it was this node that did not hear the answers
    }
    for (String node : living.others()) {
      if (living.info(node).isPresent() && (silent.contains(node) || !asked.containsKey(node))) {
        ask(node);
      }
    }
  }

  private void ask(String node) {
    long number = ++pings;
    Ping before = asked.get(node);
    long first = before == null ? number : before.first();
    asked.put(node, new Ping(number, first, false));
    clustered
        .eventBus()
        .<String>sender(ADDRESS + node)
        .write("?" + me)
        .onComplete(
            done ->
                loop.run(
                    () -> {
                      if (done.succeeded()) {
                        written(node, number);
                      } else {
                        refused(node, number);
                      }
                    }));
    if (before == null) { // asking again gives no more time
      loop.after(settings.pong(), () -> overdue(node, first));
    }
  }

  private void written(String node, long number) {
    Ping ping = asked.get(node);
    if (ping != null && ping.number() == number) {
      asked.put(node, new Ping(number, ping.first(), true));
    }
  }

  private void refused(String node, long number) {
    Ping ping = asked.get(node);
    if (ping != null && ping.number() == number) {
      asked.remove(node);
      leaveOut(node, "refused");
    }
  }

  private void overdue(String node, long first) {
    Ping ping = asked.get(node);
    if (ping != null && ping.first() == first) {
      asked.remove(node);
      if (heard.add(node)) {
        ask(node); // it may have listed itself a moment before it began to listen
      } else {
        leaveOut(node, "silent");
      }
    }
  }

  private void leaveOut(String node, String reason) {
    if (!stopped && living.contains(node) && silent.add(node)) {
      log.atWarn().addKeyValue("node", node).addKeyValue("reason", reason).log("Node left out");
      judged.accept(node);
    }
  }

  private void hear(String text) {
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
      asked.remove(node);
      heard.add(node);
      if (silent.remove(node)) {
        log.atInfo().addKeyValue("node", node).log("Node answers again");
        judged.accept(node);
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
          .<String>consumer(ADDRESS + me, ping -> loop.run(() -> hear(ping.body())));
      listening = true;
    } catch (IllegalStateException e) {
      loop.after(TRY_AGAIN, this::listen);
    }
  }
}

package io.foyer.platform.cluster;

import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
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
  private static final long NONE = 0;

  private final Loop loop;
  private final ClusterSettings settings;
  private final Vertx clustered;
  private final Living living;
  private final String me;
  private final Consumer<String> judged;
  private final Map<String, Long> asked = new HashMap<>();
  private final Set<String> silent = new HashSet<>();
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

  void start() {
    lastRound = System.nanoTime();
    loop.every(settings.ping(), this::round);
  }

  void stop() {
    stopped = true;
  }

  boolean silent(String node) {
    return silent.contains(node);
  }

  /** The bus opens a connection to it: a good moment to learn whether it is there. */
  void suspect(String node) {
    if (listening && !stopped && living.contains(node) && !asked.containsKey(node)) {
      ask(node);
    }
  }

  void gone(Set<String> nodes) {
    nodes.forEach(asked::remove);
    silent.removeAll(nodes);
  }

  private void round() {
    long now = System.nanoTime();
    boolean slept = now - lastRound > 2 * settings.ping().toNanos();
    lastRound = now;
    if (stopped || !listen()) {
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
    long now = Math.max(NONE + 1, System.nanoTime());
    asked.put(node, now);
    clustered
        .eventBus()
        .<String>sender(ADDRESS + node)
        .write("?" + me)
        .onFailure(failure -> loop.run(() -> refused(node, now)));
    loop.after(settings.pong(), () -> overdue(node, now));
  }

  private void refused(String node, long when) {
    if (asked.getOrDefault(node, NONE) == when) {
      asked.remove(node);
      leaveOut(node, "refused");
    }
  }

  private void overdue(String node, long when) {
    if (asked.getOrDefault(node, NONE) == when) {
      asked.remove(node);
      leaveOut(node, "silent");
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
      if (silent.remove(node)) {
        log.atInfo().addKeyValue("node", node).log("Node answers again");
        judged.accept(node);
      }
    }
  }

  /** The bus tells nobody when it has started, so it is tried. */
  private boolean listen() {
    if (!listening) {
      try {
        clustered
            .eventBus()
            .<String>consumer(ADDRESS + me, ping -> loop.run(() -> hear(ping.body())));
        listening = true;
      } catch (IllegalStateException e) {
        log.atDebug().log("The event bus has not started yet");
      }
    }
    return listening;
  }
}

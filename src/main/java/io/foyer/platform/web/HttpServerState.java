package io.foyer.platform.web;

import io.foyer.platform.limits.ClientNetwork;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** State shared by the event loops of one server: connection count and draining. */
final class HttpServerState {
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final Map<InetAddress, Integer> peers = new ConcurrentHashMap<>();
  private final int maxConnections;
  private final int maxPerPeer;
  private final Predicate<InetAddress> proxies;

  /**
   * State of a server without connections.
   *
   * @param maxPerPeer the most connections of one peer; of a /64 for IPv6
   * @param proxies the peers that stand for many clients and have no limit of their own
   */
  HttpServerState(int maxConnections, int maxPerPeer, Predicate<InetAddress> proxies) {
    this.maxConnections = maxConnections;
    this.maxPerPeer = maxPerPeer;
    this.proxies = proxies;
  }

  /** Counts a new connection; returns false, without counting it, if it exceeds a limit. */
  boolean admit(InetAddress peer) {
    if (connections.incrementAndGet() > maxConnections) {
      connections.decrementAndGet();
      return false;
    }
    if (peers.merge(ClientNetwork.of(peer), 1, Integer::sum) > maxPerPeer && !proxies.test(peer)) {
      leave(peer);
      return false;
    }
    return true;
  }

  void leave(InetAddress peer) {
    peers.computeIfPresent(ClientNetwork.of(peer), (same, open) -> open == 1 ? null : open - 1);
    connections.decrementAndGet();
  }

  int connections() {
    return connections.get();
  }

  void drain() {
    draining.set(true);
  }

  boolean draining() {
    return draining.get();
  }
}

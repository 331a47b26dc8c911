package io.foyer.platform.socket;

import io.foyer.platform.limits.ClientNetwork;
import io.foyer.platform.socket.ConnectionAdmission.Place;
import io.foyer.platform.socket.ConnectionAdmission.Rejection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counter of the long-lived connections of one node, in all and by client address, which refuses
 * those over the {@link ConnectionLimits}. The share of one address is far below the whole, so that
 * silent connections of one client cannot turn others away. Thread-safe.
 */
public final class ConnectionQuota {
  private static final int NEARLY_FULL_TENTHS = 9;

  private final ConnectionLimits limits;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<InetAddress, Integer> addresses = new ConcurrentHashMap<>();
  private final Counter refusedByNode;
  private final Counter refusedByAddress;

  /** A quota without connections. */
  public ConnectionQuota(ConnectionLimits limits, MeterRegistry registry) {
    this.limits = limits;
    this.refusedByNode = refused(registry, "node");
    this.refusedByAddress = refused(registry, "address");
    Gauge.builder("foyer.connections.open", count, AtomicInteger::get)
        .description("Long-lived connections: WebSockets, polled sessions, event streams")
        .register(registry);
    Gauge.builder("foyer.connections.limit", limits, ConnectionLimits::most)
        .description("The most long-lived connections of this node")
        .register(registry);
  }

  private static Counter refused(MeterRegistry registry, String by) {
    return Counter.builder("foyer.connections.refused")
        .description("Long-lived connections refused by a limit")
        .tag("by", by)
        .register(registry);
  }

  /** Counts a new connection of a client, or refuses it. */
  public ConnectionAdmission admit(InetAddress client) {
    if (count.incrementAndGet() > limits.most()) {
      count.decrementAndGet();
      refusedByNode.increment();
      return Rejection.NODE_FULL;
    }
    InetAddress network = ClientNetwork.of(client);
    if (addresses.merge(network, 1, Integer::sum) > limits.perAddress()) {
      release(network);
      refusedByAddress.increment();
      return Rejection.ADDRESS_FULL;
    }
    return new Place(() -> release(network));
  }

  private void release(InetAddress network) {
    addresses.computeIfPresent(network, (same, open) -> open == 1 ? null : open - 1);
    count.decrementAndGet();
  }

  /** Number of open connections. */
  public int count() {
    return count.get();
  }

  /** The most connections there may be. */
  public int most() {
    return limits.most();
  }

  /** Whether at least nine tenths of the places are taken. */
  public boolean nearlyFull() {
    return (long) count.get() * 10 >= (long) limits.most() * NEARLY_FULL_TENTHS;
  }
}

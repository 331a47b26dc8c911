package io.foyer.bench;

import io.foyer.testing.Ports;
import io.foyer.testing.TcpProxy;
import java.util.List;

/**
 * Where one node listens, and through what network the others come to it.
 *
 * @param bus the port of the event bus
 * @param hazelcast the port of Hazelcast, unused by ours
 * @param network empty, or the proxies before these two ports, in this order
 */
record NodeAddress(int bus, int hazelcast, List<TcpProxy> network) {
  static NodeAddress direct() {
    return new NodeAddress(Ports.free(), Ports.free(), List.of());
  }

  static NodeAddress breakable() {
    int bus = Ports.free();
    int hazelcast = Ports.free();
    return new NodeAddress(
        bus,
        hazelcast,
        List.of(new TcpProxy("127.0.0.1", bus), new TcpProxy("127.0.0.1", hazelcast)));
  }

  int publicBus() {
    return network.isEmpty() ? bus : network.getFirst().port();
  }

  int publicHazelcast() {
    return network.isEmpty() ? hazelcast : network.getLast().port();
  }
}

package io.foyer.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.config.Cidr;
import java.net.InetAddress;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HttpServerStateTest {
  private static final InetAddress ONE = address("192.0.2.1");
  private static final InetAddress OTHER = address("192.0.2.2");
  private static final InetAddress PROXY = address("192.0.2.3");

  private final HttpServerState state = new HttpServerState(10, 4, PROXY::equals);

  private static InetAddress address(String text) {
    return Cidr.address(text).orElseThrow();
  }

  private long admitted(InetAddress peer, int attempts) {
    return IntStream.range(0, attempts).filter(i -> state.admit(peer)).count();
  }

  @Test
  void silentConnectionsOfOnePeerTurnNobodyElseAway() {
    assertThat(admitted(ONE, 1_000)).isEqualTo(4);
    assertThat(admitted(OTHER, 1)).isEqualTo(1);
    assertThat(state.connections()).isEqualTo(5);

    state.leave(ONE);
    assertThat(admitted(ONE, 2)).isEqualTo(1);
  }

  @Test
  void aTrustedProxyStandsForManyClients() {
    assertThat(admitted(PROXY, 8)).isEqualTo(8);
    assertThat(admitted(ONE, 8)).isEqualTo(2);
    assertThat(admitted(OTHER, 1)).isZero();
    assertThat(state.connections()).isEqualTo(10);
  }

  @Test
  void theAddressesOfAnIpv6NetworkAreOnePeer() {
    assertThat(admitted(address("2001:db8::1"), 3)).isEqualTo(3);
    assertThat(admitted(address("2001:db8::2"), 3)).isEqualTo(1);
    assertThat(admitted(address("2001:db8:0:1::1"), 1)).isEqualTo(1);

    state.leave(address("2001:db8::2"));
    assertThat(admitted(address("2001:db8::3"), 2)).isEqualTo(1);
  }
}

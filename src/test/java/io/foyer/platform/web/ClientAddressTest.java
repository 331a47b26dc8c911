package io.foyer.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.config.Cidr;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a proxy did not write is not believed. */
class ClientAddressTest {
  private final ClientAddress clients =
      new ClientAddress(List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8")));

  private static InetAddress address(String text) {
    return Cidr.address(text).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // peer | header | client
        "203.0.113.9 | 1.2.3.4 | 203.0.113.9",
        "10.0.0.1 | 203.0.113.9 | 203.0.113.9",
        "10.0.0.1 | 1.2.3.4, 203.0.113.9 | 203.0.113.9",
        "10.0.0.1 | 1.2.3.4, 203.0.113.9, 10.7.7.7 | 203.0.113.9",
        "10.0.0.1 | 1.2.3.4,203.0.113.9,10.7.7.7,10.8.8.8 | 203.0.113.9",
        "10.0.0.1 | 10.0.0.2, 10.0.0.3 | 10.0.0.2",
        "10.0.0.1 | 203.0.113.9:4711 | 203.0.113.9",
        "10.0.0.1 | [2001:db8::7]:4711 | 2001:db8::7",
        "10.0.0.1 | [2001:db8::7] | 2001:db8::7",
        "10.0.0.1 | 2001:db8::7 | 2001:db8::7",
        "fd00::1 | 203.0.113.9 | 203.0.113.9",
        "10.0.0.1 | ::ffff:203.0.113.9 | 203.0.113.9",
        "10.0.0.1 | '' | 10.0.0.1",
        "10.0.0.1 | unknown | 10.0.0.1",
        "10.0.0.1 | _hidden, 10.0.0.2 | 10.0.0.2",
        "10.0.0.1 | 203.0.113.9, | 10.0.0.1",
        "10.0.0.1 | 203.0.113.9, garbage | 10.0.0.1",
        "10.0.0.1 | localhost | 10.0.0.1",
        "10.0.0.1 | 999.1.1.1 | 10.0.0.1",
        "10.0.0.1 | [ | 10.0.0.1",
        "10.0.0.1 | ]: | 10.0.0.1",
        "10.0.0.1 | : | 10.0.0.1",
      })
  void theListIsReadFromTheRightThroughTrustedProxiesOnly(
      String peer, String header, String client) {
    assertThat(clients.of(address(peer), List.of(header))).isEqualTo(address(client));
  }

  @ParameterizedTest
  @CsvSource({"1.2.3.4, 203.0.113.9", "203.0.113.9, 198.51.100.1"})
  void severalHeadersAreOneList(String first, String second) {
    assertThat(clients.of(address("10.0.0.1"), List.of(first, second))).isEqualTo(address(second));
  }

  @Property
  void noHeaderMovesWhoIsNoProxyAndNoneBreaksAnything(@ForAll List<String> headers) {
    InetAddress stranger = address("203.0.113.9");

    assertThat(clients.of(stranger, headers)).isEqualTo(stranger);
    assertThat(NetUtil.toAddressString(clients.of(address("10.0.0.1"), headers))).isNotEmpty();
  }
}

package io.foyer.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.platform.config.Cidr;
import io.foyer.platform.http.AddressPolicy.RefusedAddress;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {
  private static final AddressPolicy STRICT = new AddressPolicy(List.of());

  private static InetAddress address(String text) {
    return Cidr.address(text).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.9.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::7f00:1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::"
      })
  void refusesAddressesThatAreNotPublic(String address) {
    assertThatThrownBy(() -> STRICT.judged(address, address(address)))
        .isInstanceOf(RefusedAddress.class)
        .hasMessageContaining("OUTBOUND_ALLOW");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9.9.9.9", "172.32.0.1", "2620:fe::fe", "::ffff:9.9.9.9"})
  void takesPublicOnes(String address) throws Exception {
    InetAddress given = address(address);

    assertThat(STRICT.judged(address, given)).isEqualTo(given);
  }

  @Test
  void aNameWithOneBadAddressIsRefused() throws Exception {
    InetAddress good = address("9.9.9.9");
    InetAddress bad = address("127.0.0.1");

    assertThatThrownBy(() -> STRICT.judged("rebind.example", good, bad))
        .isInstanceOf(RefusedAddress.class);
  }

  @Test
  void theOperatorAllowsWhatIsOfTheirOwnNetwork() throws Exception {
    AddressPolicy policy = new AddressPolicy(List.of(Cidr.parse("127.0.0.0/8")));
    InetAddress local = address("127.0.0.1");

    assertThat(policy.judged("localhost", local)).isEqualTo(local);
    assertThatThrownBy(() -> policy.judged("x", address("10.0.0.1")))
        .isInstanceOf(RefusedAddress.class);
  }
}

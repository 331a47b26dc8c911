package io.foyer.platform.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.socket.ConnectionAdmission.Place;
import io.foyer.platform.socket.ConnectionAdmission.Rejection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ConnectionQuotaTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ConnectionQuota quota =
      new ConnectionQuota(new ConnectionLimits(10, 4, 1), registry);

  private ConnectionAdmission from(String address) {
    try {
      return quota.admit(
          InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(address)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Place> places(int count, String address) {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (from(address) instanceof Place place) {
        places.add(place);
      }
    }
    return places;
  }

  @Test
  void anAddressHasItsShareAndNoMore() {
    List<Place> places = places(4, "192.0.2.1");

    assertThat(from("192.0.2.1")).isEqualTo(Rejection.ADDRESS_FULL);
    assertThat(from("192.0.2.2")).isInstanceOf(Place.class);

    places.getFirst().leave();
    places.getFirst().leave();
    assertThat(from("192.0.2.1")).isInstanceOf(Place.class);
    assertThat(from("192.0.2.1")).isEqualTo(Rejection.ADDRESS_FULL);
    assertThat(quota.count()).isEqualTo(5);
  }

  @Test
  void theAddressesOfOneIpv6NetworkAreOneClient() {
    places(2, "2001:db8:1:1::1");
    places(2, "2001:db8:1:1:ffff::2");

    assertThat(from("2001:db8:1:1:2:3:4:5")).isEqualTo(Rejection.ADDRESS_FULL);
    assertThat(from("2001:db8:1:2::1")).isInstanceOf(Place.class);
  }

  @Test
  void aFullNodeRefusesEveryAddressAndSaysSoFromNineTenthsOn() {
    places(4, "192.0.2.1");
    places(4, "192.0.2.2");
    assertThat(quota.nearlyFull()).isFalse();
    List<Place> last = places(1, "192.0.2.3");
    assertThat(quota.nearlyFull()).isTrue();
    last.addAll(places(1, "192.0.2.3"));

    assertThat(from("192.0.2.4")).isEqualTo(Rejection.NODE_FULL);
    assertThat(registry.get("foyer.connections.open").gauge().value()).isEqualTo(10);
    assertThat(registry.get("foyer.connections.limit").gauge().value()).isEqualTo(10);
    assertThat(registry.get("foyer.connections.refused").tag("by", "node").counter().count())
        .isEqualTo(1);

    last.forEach(Place::leave);
    assertThat(quota.nearlyFull()).isFalse();
    assertThat(from("192.0.2.4")).isInstanceOf(Place.class);
  }

  @Test
  void refusalsLeaveNothingCounted() {
    List<Place> places = places(100, "192.0.2.1");

    assertThat(places).hasSize(4);
    assertThat(quota.count()).isEqualTo(4);
    assertThat(registry.get("foyer.connections.refused").tag("by", "address").counter().count())
        .isEqualTo(96);
  }

  @Test
  void manyThreadsNeverTakeMoreThanThereIs() throws Exception {
    List<Future<List<Place>>> taken = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        String address = "192.0.2." + i % 4;
        taken.add(threads.submit(() -> places(1_000, address)));
      }
    }
    List<Place> all = new ArrayList<>();
    for (Future<List<Place>> each : taken) {
      all.addAll(each.get());
    }

    assertThat(all).hasSizeBetween(1, 10);
    assertThat(quota.count()).isEqualTo(all.size());
    all.forEach(Place::leave);
    assertThat(quota.count()).isZero();
  }
}

package io.foyer.platform.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.platform.socket.ConnectionAdmission.Place;
import io.foyer.platform.socket.ConnectionAdmission.Rejection;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A WebSocket is counted before its upgrade and until it is closed. */
class ConnectionAdmissionTest {
  private final AtomicInteger places = new AtomicInteger();

  private ConnectionAdmission atMostOne() {
    if (places.get() == 1) {
      return Rejection.ADDRESS_FULL;
    }
    places.incrementAndGet();
    return new Place(places::decrementAndGet);
  }

  @Test
  void oneTooManyIsRefusedBeforeTheUpgradeAndAllowedWhenAnotherIsClosed() throws Exception {
    try (SocketFixture fixture = new SocketFixture(SocketLimits.usual(), request -> atMostOne())) {
      RawWebSocketClient first = fixture.open();
      try (RawWebSocketClient second = fixture.connect()) {
        second.raw(RawWebSocketClient.request());

        assertThat(second.head())
            .startsWith("HTTP/1.1 429 Too Many Requests")
            .contains("Retry-After: 30");
        assertThat(places).hasValue(1);
      } finally {
        first.close();
      }
      await().until(() -> places.get() == 0);
      fixture.open().close();
    }
  }

  @Test
  void aRequestThatIsNoHandshakeTakesNoPlace() throws Exception {
    try (SocketFixture fixture = new SocketFixture(SocketLimits.usual(), request -> atMostOne());
        RawWebSocketClient client = fixture.connect()) {
      client.raw("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(client.head()).startsWith("HTTP/1.1 426 Upgrade Required");
      assertThat(places).hasValue(0);
    }
  }
}

package io.foyer.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.config.Cidr;
import io.foyer.testing.LogWatch;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Operators hear of a proxy that they forgot to name, and not more often than they can bear. */
class UntrustedProxyWarningTest {
  private static final List<String> FORWARDED = List.of("198.51.100.7");

  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5); // nanoTime may run over
  private final ClientAddress clients =
      new ClientAddress(List.of(Cidr.parse("10.0.0.0/8")), new UntrustedProxyWarning(clock::get));

  @Test
  void whoForwardsUnnamedIsToldOfOnceInAWhile() {
    try (LogWatch logs = LogWatch.open()) {
      for (int i = 0; i < 1_000; i++) {
        assertThat(clients.forwardedFor(address("192.0.2.1"), FORWARDED))
            .isEqualTo(address("192.0.2.1"));
      }
      assertThat(logs.holding("TRUSTED_PROXIES")).hasSize(1).first().asString().contains("WARN");
      assertThat(logs.holding("peer=\"192.0.2.1\"")).hasSize(1);

      clock.addAndGet(Duration.ofMinutes(10).toNanos());
      clients.forwardedFor(address("192.0.2.2"), FORWARDED);
      assertThat(logs.holding("TRUSTED_PROXIES")).hasSize(2);
    }
  }

  @Test
  void aNamedProxyIsNothingToSpeakOf() {
    try (LogWatch logs = LogWatch.open()) {
      assertThat(clients.forwardedFor(address("10.0.0.1"), FORWARDED))
          .isEqualTo(address("198.51.100.7"));

      assertThat(logs.holding("TRUSTED_PROXIES")).isEmpty();
    }
  }

  private static InetAddress address(String text) {
    return Cidr.address(text).orElseThrow();
  }
}

package io.foyer.fault;

import java.time.Duration;
import org.awaitility.Awaitility;

/** Time that a fault lasts. Not for waiting until something is so: that is Awaitility's. */
final class Beat {
  private Beat() {}

  static void of(Duration span) {
    Awaitility.await().pollDelay(span).atMost(span.plusSeconds(10)).until(() -> true);
  }

  static void ofSeconds(int seconds) {
    of(Duration.ofSeconds(seconds));
  }

  static void ofMillis(int millis) {
    of(Duration.ofMillis(millis));
  }
}

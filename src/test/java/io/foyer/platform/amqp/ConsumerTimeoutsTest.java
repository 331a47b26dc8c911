package io.foyer.platform.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConsumerTimeoutsTest {
  @Test
  void howeverLongAnOutageLastsConsumingGoesOnTenSecondsAfterItsEndAtTheLatest() {
    Backoff unlucky =
        new Backoff(
            ConsumerTimeouts.USUAL.firstPause(), ConsumerTimeouts.USUAL.longestPause(), () -> 0);

    assertThat(Stream.generate(unlucky::next).limit(100))
        .allSatisfy(pause -> assertThat(pause).isLessThanOrEqualTo(Duration.ofSeconds(10)));
  }
}

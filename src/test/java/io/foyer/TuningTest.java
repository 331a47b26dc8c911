package io.foyer;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.accounts.HashCost;
import io.foyer.feeds.WriterIntervals;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What operators are promised of every node, whatever tests set. */
class TuningTest {
  @Test
  void everyNodeThatRunsHasTheDocumentedCostsAndIntervals() {
    assertThat(Tuning.STANDARD)
        .isEqualTo(
            new Tuning(
                new HashCost(19_456, 2),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                new WriterIntervals(
                    Duration.ofSeconds(6),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(250),
                    Duration.ofSeconds(4))));
  }
}

package io.foyer.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stream that Foyer makes, as the broker has it. */
class FeedStreamIT {
  @TempDir Path folder;

  /** Nothing is for ever, for Foyer as for the broker. */
  @ParameterizedTest
  @ValueSource(longs = {0, 10})
  void messagesAreKeptAsLongAsIsConfigured(long minutes) throws Exception {
    Duration keep = Duration.ofMinutes(minutes);
    FeedsConfig config =
        new FeedsConfig(
            "FOYER", keep, true, Optional.empty(), FeedsConfig.Partition.MONTH, Optional.empty());
    try (FeedStage stage = new FeedStage("keep", folder)) {
      stage.node(config, stage.nats().url()).writes();

      assertThat(
              stage
                  .publisher()
                  .jetStreamManagement()
                  .getStreamInfo("FOYER")
                  .getConfiguration()
                  .getMaxAge())
          .isEqualTo(keep);
    }
  }
}

package io.foyer.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foyer.platform.nats.StreamMismatch;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stream as the broker has it: made, changed, purged, deleted. Numbers are those of st-chat's
 * checks.
 */
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

  // 13
  @Test
  void aStreamThatIsMadeAnewStandsBesideTheOld() throws Exception {
    try (FeedStage stage = new FeedStage("anew", folder)) {
      FeedStage.Node node = stage.node();
      node.writes();
      stage.publish(0, 10);
      stage.written(10);

      stage.publisher().jetStreamManagement().deleteStream("FOYER");
      await()
          .ignoreExceptions()
          .until(
              () ->
                  stage
                          .publisher()
                          .jetStreamManagement()
                          .getStreamInfo("FOYER")
                          .getStreamState()
                          .getLastSequence()
                      == 0);
      stage.publish(10, 15);

      stage.written(15);
      stage.gapless();
      assertThat(stage.database().column("SELECT last_seq FROM feed_incarnations ORDER BY id"))
          .containsExactly("10", "5");
    }
  }

  // 14
  @Test
  void whatTheStreamLostIsAGap() throws Exception {
    try (FeedStage stage = new FeedStage("gap", folder)) {
      FeedStage.Node node = stage.node();
      node.writes();
      stage.publish(0, 10);
      stage.written(10);
      node.stop();
      stage.publish(10, 30);
      stage.publisher().jetStreamManagement().purgeStream("FOYER");
      stage.publish(30, 35);
      stage.publisher().jetStreamManagement().deleteMessage("FOYER", 33);

      stage.node().writes();

      stage.written(14);
      stage.gapless();
      assertThat(
              stage
                  .database()
                  .column("SELECT first_seq || '-' || last_seq FROM feed_gaps ORDER BY first_seq"))
          .containsExactly("11-30", "33-33");
    }
  }

  @Test
  void aStreamThatIsChangedUnderItsWriterIsRefusedUntilItIsMended() throws Exception {
    try (FeedStage stage = new FeedStage("changed", folder)) {
      FeedStage.Node node = stage.node();
      node.writes();
      var streams = stage.publisher().jetStreamManagement();
      StreamConfiguration right = streams.getStreamInfo("FOYER").getConfiguration();

      streams.updateStream(StreamConfiguration.builder(right).addSubjects("stranger").build());
      stage.publisher().publish("stranger", FeedStage.execution(1));
      await().until(() -> node.state().equals("refused"));

      streams.updateStream(right);
      streams.deleteMessage("FOYER", 1);
      stage.publish(0, 10);
      stage.written(10);
      stage.gapless();
    }
  }

  // 19
  @Test
  void aStreamThatIsNotAsItMustBeStopsTheStart() throws Exception {
    try (FeedStage stage = new FeedStage("mismatch", folder)) {
      stage
          .publisher()
          .jetStreamManagement()
          .addStream(
              StreamConfiguration.builder()
                  .name("FOYER")
                  .subjects("execution")
                  .retentionPolicy(RetentionPolicy.WorkQueue)
                  .discardPolicy(DiscardPolicy.New)
                  .build());

      assertThatThrownBy(stage::node)
          .isInstanceOf(StreamMismatch.class)
          .hasMessageContaining("subjects is [execution]")
          .hasMessageContaining("discard is new, must be old")
          .hasMessageContaining("retention is workqueue, must be limits");
    }
  }
}

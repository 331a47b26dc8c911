package io.foyer.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker whose disk was restored gives sequences out again. */
class OlderBrokerIT {
  @TempDir Path folder;

  private static long last(FeedStage stage) throws Exception {
    return stage
        .publisher()
        .jetStreamManagement()
        .getStreamInfo("FOYER")
        .getStreamState()
        .getLastSequence();
  }

  /** Kills the broker and keeps what is on its disk. */
  private void keep(FeedStage stage, String name) throws IOException {
    stage.nats().kill();
    copy(folder.resolve("data"), folder.resolve(name));
    stage.nats().start();
  }

  /** Kills the broker and lets it start from what was kept. */
  private void restore(FeedStage stage, String name) throws Exception {
    stage.nats().kill();
    Files.move(folder.resolve("data"), Files.createTempDirectory(folder, "lost").resolve("data"));
    copy(folder.resolve(name), folder.resolve("data"));
    stage.nats().start();
    await().ignoreExceptions().until(() -> last(stage) > 0);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Files.copy(each, to.resolve(from.relativize(each).toString()));
      }
    }
  }

  private static List<String> epochs(FeedStage stage) {
    return stage
        .database()
        .column("SELECT execution_epoch FROM feeds.executions ORDER BY feed_number");
  }

  private static List<String> range(long end) {
    return LongStream.range(0, end).mapToObj(Long::toString).toList();
  }

  @Test
  void whatItGivesOutAgainIsWrittenBesideWhatItLost() throws Exception {
    try (FeedStage stage = new FeedStage("older", folder)) {
      FeedStage.Node node = stage.node();
      node.writes();
      stage.publish(0, 100);
      stage.written(100);
      keep(stage, "old");
      await().ignoreExceptions().until(() -> last(stage) == 100);
      stage.publish(100, 250);
      stage.written(250);

      restore(stage, "old");
      assertThat(last(stage)).isEqualTo(100);
      await().until(() -> node.state().equals("waiting"));
      stage.publish(250, 260); // fewer than were lost

      stage.written(260);
      stage.publish(260, 600);
      stage.written(600);
      stage.gapless();
      assertThat(epochs(stage)).isEqualTo(range(600));
      assertThat(
              stage
                  .database()
                  .column("SELECT fork || ' ' || last_seq FROM feed_incarnations ORDER BY id"))
          .containsExactly("0 250", "1 450");
    }
  }

  @Test
  void soIsWhatWasTakenWhileNobodyWrote() throws Exception {
    try (FeedStage stage = new FeedStage("older_twice", folder)) {
      FeedStage.Node node = stage.node();
      node.writes();
      stage.publish(0, 40);
      stage.written(40);
      keep(stage, "old");
      await().ignoreExceptions().until(() -> last(stage) == 40);
      stage.publish(40, 70);
      stage.written(70);
      node.stop();

      restore(stage, "old");
      stage.publish(70, 170); // more than were lost
      stage.node().writes();
      stage.written(170);

      restore(stage, "old"); // before the fork
      stage.publish(170, 400);
      stage.written(400);
      stage.gapless();
      assertThat(epochs(stage)).isEqualTo(range(400));
      assertThat(
              stage
                  .database()
                  .column("SELECT fork || ' ' || last_seq FROM feed_incarnations ORDER BY id"))
          .containsExactly("0 70", "1 140", "2 270");
    }
  }

  @Test
  void whatWasDeletedFromTheStreamIsNoOtherStream() throws Exception {
    try (FeedStage stage = new FeedStage("older_not", folder)) {
      FeedStage.Node node = stage.node();
      node.writes();
      stage.publish(0, 20);
      stage.written(20);
      node.stop();
      var streams = stage.publisher().jetStreamManagement();
      streams.deleteMessage("FOYER", 20);
      streams.deleteMessage("FOYER", 10);
      stage.publish(20, 30);

      stage.node().writes();
      stage.written(30);
      stage.gapless();
      assertThat(stage.database().column("SELECT fork FROM feed_incarnations"))
          .containsExactly("0");
      assertThat(stage.database().column("SELECT first_seq FROM feed_gaps")).isEmpty();
    }
  }
}

package io.foyer.feeds;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.feeds.proto.EventProto.event;
import io.foyer.feeds.proto.ExecutionProto.execution;
import io.foyer.testing.FeedSamples;
import io.foyer.testing.Needs;
import io.foyer.testing.NodeJs;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Publishers that nobody here wrote: {@code nats} of npm, as it is installed into {@code
 * target/node}.
 */
class ForeignPublishersIT {
  private static final Path MODULES = Path.of("target/node/node_modules").toAbsolutePath();
  private static final int MESSAGES = 600;

  @TempDir Path folder;

  @BeforeAll
  static void installed() {
    Path unused =
        Needs.of(
            "the npm packages in target/node",
            Optional.of(MODULES.resolve("nats")).filter(Files::isDirectory));
  }

  private static JsonArray messages() {
    JsonArray all = new JsonArray();
    for (int i = 0; i < MESSAGES; i++) {
      boolean sports = i % 3 == 0;
      all.add(
          new JsonObject()
              .put("subject", sports ? "sport_event" : "execution")
              .put("id", "feed-" + i)
              .put("hex", HexFormat.of().formatHex(sports ? event(i) : execution(i))));
    }
    return all;
  }

  private static byte[] event(int number) {
    return FeedSamples.sportEvent(
        1 + number / 3 % 7, "Match " + number + " 😀", "Lorem ipsum dolor sit amet.");
  }

  private static byte[] execution(int number) {
    return FeedSamples.execution("PRESIDENT:winner--Vermin Supreme", 57.25f, number);
  }

  /** Sends all messages, so many times, and returns what the broker answered. */
  private List<JsonObject> publish(FeedStage stage, String way, int times) throws IOException {
    JsonObject task =
        new JsonObject()
            .put("url", stage.nats().url().toString())
            .put("way", way)
            .put("times", times)
            .put("messages", messages());
    Path file = Files.writeString(folder.resolve("task.json"), task.encode());
    return NodeJs.result("feed-publisher.js", file.toString()).getJsonArray("answers").stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  private static void inTheirOrder(FeedStage stage) {
    assertThat(
            stage
                .database()
                .column("SELECT execution_epoch FROM feeds.executions ORDER BY feed_number"))
        .containsExactlyElementsOf(
            numbers().filter(i -> i % 3 != 0).mapToObj(Integer::toString).toList());
    assertThat(
            stage
                .database()
                .column("SELECT match_title FROM feeds.sport_events ORDER BY feed_number"))
        .containsExactlyElementsOf(
            numbers().filter(i -> i % 3 == 0).mapToObj(i -> "Match " + i + " 😀").toList());
  }

  private static IntStream numbers() {
    return IntStream.range(0, MESSAGES);
  }

  @Test
  void aPublisherOfCoreNatsNeedsNoChange() throws Exception {
    try (FeedStage stage = new FeedStage("foreign_core", folder)) {
      stage.node().writes();

      publish(stage, "core", 1);

      stage.written(MESSAGES);
      stage.gapless();
      inTheirOrder(stage);
    }
  }

  @Test
  void withoutIdsEqualMessagesAreTwo() throws Exception {
    try (FeedStage stage = new FeedStage("foreign_equal", folder)) {
      stage.node().writes();

      publish(stage, "core", 2);

      stage.written(2 * MESSAGES);
      stage.gapless();
    }
  }

  // 6
  @Test
  void eachIdOfJetStreamIsOneRowHoweverOftenItIsSent() throws Exception {
    try (FeedStage stage = new FeedStage("foreign_jetstream", folder)) {
      stage.node().writes();

      List<JsonObject> answers = publish(stage, "jetstream", 2);

      assertThat(answers).hasSize(2 * MESSAGES);
      for (int i = 0; i < MESSAGES; i++) {
        JsonObject again = answers.get(MESSAGES + i);
        assertThat(again.getBoolean("duplicate")).isTrue();
        assertThat(again.getLong("seq")).isEqualTo(answers.get(i).getLong("seq"));
      }
      oneRowEach(stage);
    }
  }

  @Test
  void eachIdOfCoreNatsIsOneRowToo() throws Exception {
    try (FeedStage stage = new FeedStage("foreign_core_ids", folder)) {
      stage.node().writes();

      publish(stage, "core-ids", 2);

      oneRowEach(stage);
    }
  }

  /** A message after them all tells that nothing more of them comes. */
  private static void oneRowEach(FeedStage stage) {
    stage.publisher().publish("execution", new byte[0]);
    stage.written(MESSAGES + 1L);
    stage.gapless();
    inTheirOrder(stage);
    assertThat(
            stage
                .database()
                .column(
                    "SELECT headers->'Nats-Msg-Id'->>0 FROM feed_messages WHERE number IS NOT NULL"
                        + " ORDER BY seq"))
        .containsExactlyElementsOf(numbers().mapToObj(i -> "feed-" + i).toList());
    assertThat(stage.database().number("SELECT count(*) FROM feed_quarantine")).isEqualTo(1);
  }
}

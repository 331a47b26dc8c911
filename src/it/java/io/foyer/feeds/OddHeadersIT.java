package io.foyer.feeds;

import static io.foyer.feeds.FeedStage.execution;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.testing.RawNatsPublisher;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker takes any headers; what a client of Java makes of them must stop nothing. */
class OddHeadersIT {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NATS/1.0 503\r\n\r\n",
        "NATS/1.0 404 No Messages\r\n\r\n",
        "NATS/1.0 409 Consumer Deleted\r\n\r\n",
        "NATS/1.0 100 Idle Heartbeat\r\n\r\n",
        "NATS/1.0\r\nfoo",
        "NATS/1.0\r\nno colon\r\n\r\n",
        "garbage"
      })
  void aMessageIsWrittenWhateverItsHeadersAre(String headers) throws Exception {
    try (FeedStage stage = new FeedStage("odd", folder);
        RawNatsPublisher raw = new RawNatsPublisher(stage.nats().url())) {
      stage.node().writes();
      raw.publish("execution", execution(1));
      raw.publish("execution", headers, execution(2)); // in the middle
      raw.publish("execution", execution(3));
      raw.publish("execution", headers, execution(4)); // the last one
      raw.flush();

      stage.written(4);

      raw.publish("execution", "NATS/1.0\r\nA: b\r\n\r\n", execution(5));
      raw.flush();
      stage.written(5);
      stage.gapless();
      assertThat(
              stage
                  .database()
                  .column("SELECT execution_epoch FROM feeds.executions ORDER BY feed_number"))
          .containsExactly("1", "2", "3", "4", "5");
      assertThat(
              stage
                  .database()
                  .text(
                      "SELECT convert_from(decode(headers->'Foyer-Header-Block'->>0, 'base64'),"
                          + " 'UTF8') FROM feed_messages WHERE seq = 2"))
          .isEqualTo(headers);
      assertThat(stage.database().text("SELECT headers::text FROM feed_messages WHERE seq = 5"))
          .isEqualTo("{\"A\":[\"b\"]}");
      assertThat(stage.database().number("SELECT count(*) FROM feed_gaps")).isZero();
    }
  }

  @Test
  void aFloodOfThemIsWritten() throws Exception {
    try (FeedStage stage = new FeedStage("odd_flood", folder);
        RawNatsPublisher raw = new RawNatsPublisher(stage.nats().url())) {
      stage.node().writes();
      for (int i = 0; i < 10_000; i++) {
        if (i % 2 == 0) {
          raw.publish("execution", "garbage", execution(i));
        } else {
          raw.publish("execution", execution(i));
        }
      }
      raw.flush();

      stage.written(10_000);
      stage.gapless();
    }
  }
}

package io.foyer.platform.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.NatsServer;
import io.foyer.testing.RawNatsPublisher;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NatsLinkIT {
  private static final String STREAM = "ODD";
  private static final String SUBJECT = "odd";
  private static final Duration MOMENT = Duration.ofMillis(100);

  @TempDir private Path folder;

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Else a session waits for the timeout of each of its calls before it begins anew. */
  @Test
  void aMessageThatEndsTheClientsReaderEndsTheLinkAndItsConsumer() throws Exception {
    try (NatsServer nats = new NatsServer(folder);
        RawNatsPublisher raw = new RawNatsPublisher(nats.url());
        NatsLink link =
            NatsLink.open(
                new NatsConfig(
                    List.of(nats.url().toString()),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()),
                "test")) {
      StreamState unused =
          link.ensure(new StreamSettings(STREAM, Set.of(SUBJECT), Duration.ofDays(1)));
      List<String> read = new ArrayList<>();
      try (StreamReader reader = link.read(STREAM, "reader", 1)) {
        raw.publish(SUBJECT, text("first"));
        raw.publish(SUBJECT, "garbage", text("second"));
        raw.publish(SUBJECT, text("third"));
        raw.flush();

        assertThatThrownBy(
                () -> {
                  while (true) {
                    reader
                        .next(10, 1_000, MOMENT, () -> false)
                        .forEach(it -> read.add(new String(it.payload(), StandardCharsets.UTF_8)));
                  }
                })
            .isInstanceOf(IOException.class);

        assertThat(read).isSubsetOf("first");
        assertThatThrownBy(() -> link.state(STREAM))
            .isInstanceOf(IOException.class)
            .hasMessageNotContaining("imeout");
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(nats.connect().jetStreamManagement().getConsumerNames(STREAM))
                      .isEmpty());
    }
  }

  /**
   * nats-server 2.9 may end an expired pull request without saying how much of it was left; then
   * the reader stands still until its session begins anew, 2.5 s later. Requests that expire within
   * seconds did that once in every half minute of a busy stream.
   */
  @Test
  void aPullRequestOutlivesTheQuietHoursOfAStream() throws Exception {
    try (NatsServer nats = new NatsServer(folder);
        NatsLink link =
            NatsLink.open(
                new NatsConfig(
                    List.of(nats.url().toString()),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()),
                "test")) {
      StreamState unused =
          link.ensure(new StreamSettings(STREAM, Set.of(SUBJECT), Duration.ofDays(1)));
      var observer = nats.connect();
      var requests = observer.subscribe("$JS.API.CONSUMER.MSG.NEXT." + STREAM + ".reader");
      observer.flush(Duration.ofSeconds(10));
      try (StreamReader reader = link.read(STREAM, "reader", 1)) {
        assertThat(reader.next(10, 1_000, MOMENT, () -> false)).isEmpty();
        var request = requests.nextMessage(Duration.ofSeconds(10));
        assertThat(
                new JsonObject(new String(request.getData(), StandardCharsets.UTF_8))
                    .getLong("expires"))
            .isGreaterThanOrEqualTo(Duration.ofHours(1).toNanos());
      }
    }
  }
}

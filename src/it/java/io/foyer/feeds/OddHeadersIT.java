package io.foyer.feeds;

import static io.foyer.feeds.FeedStage.execution;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker takes any headers; what a client of Java makes of them must stop nothing. */
class OddHeadersIT {
  @TempDir Path folder;

  /** A publisher that sends what it is told to. */
  private static final class Rude implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    Rude(URI server) throws IOException {
      socket = new Socket(server.getHost(), server.getPort());
      socket.setSoTimeout(20_000);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      out = socket.getOutputStream();
      in.readLine(); // INFO
      say("CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true}\r\n");
    }

    private void say(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    void publish(String headers, byte[] payload) throws IOException {
      int length = headers.getBytes(StandardCharsets.UTF_8).length;
      say("HPUB execution %d %d\r\n%s".formatted(length, length + payload.length, headers));
      out.write(payload);
      say("\r\n");
    }

    void publish(byte[] payload) throws IOException {
      say("PUB execution %d\r\n".formatted(payload.length));
      out.write(payload);
      say("\r\n");
    }

    /** Returns when the broker has read everything. */
    void flush() throws IOException {
      say("PING\r\n");
      String line = in.readLine();
      while (!"PONG".equals(line)) {
        assertThat(line).isNotNull().doesNotStartWith("-ERR");
        line = in.readLine();
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

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
        Rude rude = new Rude(stage.nats().url())) {
      stage.node().writes();
      rude.publish(execution(1));
      rude.publish(headers, execution(2)); // in the middle
      rude.publish(execution(3));
      rude.publish(headers, execution(4)); // the last one
      rude.flush();

      stage.written(4);

      rude.publish("NATS/1.0\r\nA: b\r\n\r\n", execution(5));
      rude.flush();
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
                      "SELECT convert_from(decode(headers->'Foyer-Header-Block'->>0, 'base64'), 'UTF8') FROM feed_messages WHERE seq = 2"))
          .isEqualTo(headers);
      assertThat(stage.database().text("SELECT headers::text FROM feed_messages WHERE seq = 5"))
          .isEqualTo("{\"A\":[\"b\"]}");
      assertThat(stage.database().number("SELECT count(*) FROM feed_gaps")).isZero();
    }
  }

  @Test
  void aFloodOfThemIsWritten() throws Exception {
    try (FeedStage stage = new FeedStage("odd_flood", folder);
        Rude rude = new Rude(stage.nats().url())) {
      stage.node().writes();
      for (int i = 0; i < 10_000; i++) {
        if (i % 2 == 0) {
          rude.publish("garbage", execution(i));
        } else {
          rude.publish(execution(i));
        }
      }
      rude.flush();

      stage.written(10_000);
      stage.gapless();
    }
  }
}

package io.foyer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.testing.NatsServer;
import io.foyer.testing.Ports;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What {@code foyer feed} does, on a real NATS and a real node that writes. */
@TestInstance(Lifecycle.PER_CLASS)
class FeedCommandsIT {
  @TempDir static Path folder;

  private NatsServer nats;
  private ProgramFixture program;

  @BeforeAll
  void open() {
    nats = new NatsServer(folder);
    program = ProgramFixture.open("feed_commands", Map.of("NATS_URL", nats.url().toString()));
  }

  @AfterAll
  void close() {
    program.close();
    nats.close();
  }

  private CommandFixture command() {
    return command(Map.of("NATS_URL", nats.url().toString()));
  }

  private CommandFixture command(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(program.environment());
    environment.putAll(more);
    return new CommandFixture(environment);
  }

  private void publish(String feed, int count) {
    assertThat(
            command()
                .execute(
                    "feed", "publish", "--feed", feed, "--rate", "50000", "--count", "" + count))
        .isZero();
  }

  private long head(String feed) {
    return program.database().number("SELECT last_number FROM feeds WHERE subject = ?", feed);
  }

  private void written(String feed, long number) {
    await().until(() -> head(feed) >= number);
    assertThat(head(feed)).isEqualTo(number);
  }

  @Test
  void bothFeedsArePublishedAsTheirMessages() {
    long events = head("sport_event");
    long executions = head("execution");
    CommandFixture publish = command();

    assertThat(publish.execute("feed", "publish", "--rate", "5000", "--count", "700")).isZero();

    assertThat(publish.out()).contains("Sent 1400 messages in");
    written("sport_event", events + 700);
    written("execution", executions + 700);
    assertThat(program.database().number("SELECT count(*) FROM feed_quarantine")).isZero();
    assertThat(
            program
                .database()
                .column(
                    "SELECT DISTINCT market FROM feeds.executions WHERE symbol LIKE 'OLYMPIC%'"))
        .containsExactly("TRACK&FIELD");
  }

  @Test
  void throughJetStreamEachHasAnIdOfItsOwn() {
    long before = head("execution");

    assertThat(
            command()
                .execute(
                    "feed",
                    "publish",
                    "--feed",
                    "execution",
                    "--rate",
                    "500",
                    "--count",
                    "120",
                    "--js"))
        .isZero();

    written("execution", before + 120);
    assertThat(
            program
                .database()
                .number(
                    "SELECT count(DISTINCT headers::jsonb #>> '{Nats-Msg-Id,0}') FROM feed_messages"
                        + " WHERE headers IS NOT NULL"))
        .isEqualTo(120);
  }

  @Test
  void theRateIsKept() {
    long begun = System.nanoTime();

    command()
        .execute("feed", "publish", "--feed", "sport_event", "--rate", "1000", "--count", "2001");

    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void itEndsWhenItIsStopped() throws Exception {
    CommandFixture publish = command();
    long before = head("sport_event");
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(
            () -> publish.execute("feed", "publish", "--feed", "sport_event"));
    await().until(() -> head("sport_event") > before);

    publish.stop();

    assertThat(code.get()).isZero();
    assertThat(publish.out()).contains("Ctrl-C").contains("Sent ");
  }

  @Test
  void withoutNatsTheErrorNamesWhatIsMissing() {
    CommandFixture unset = command(Map.of());
    assertThat(unset.execute("feed", "publish", "--count", "1")).isEqualTo(1);
    assertThat(unset.errors()).startsWith("nats.url is not set");
    CommandFixture away = command(Map.of("NATS_URL", "nats://127.0.0.1:" + Ports.free()));
    assertThat(away.execute("feed", "publish", "--count", "1")).isEqualTo(1);
    assertThat(away.errors()).startsWith("NATS: ");
  }

  @Test
  void aFeedIsWrittenToAFileWhole() throws IOException {
    long before = head("sport_event");
    publish("sport_event", 1_300);
    written("sport_event", before + 1_300);
    Path file = folder.resolve("events.ndjson");

    int code =
        command()
            .execute(
                "feed", "export", "sport_event", "--after", "" + before, "--out", file.toString());

    assertThat(code).isZero();
    assertThat(
            Files.readAllLines(file).stream().map(line -> new JsonObject(line).getLong("number")))
        .containsExactlyElementsOf(
            LongStream.rangeClosed(before + 1, before + 1_300).boxed().toList());
    assertThat(folder.resolve("events.ndjson.part")).doesNotExist();
  }

  @Test
  void csvGoesToStandardOutput() {
    long before = head("execution");
    publish("execution", 3);
    written("execution", before + 3);
    CommandFixture export = command();

    int code =
        export.execute(
            "feed", "export", "execution", "--format", "csv", "--after", "" + (before + 1));

    assertThat(code).isZero();
    List<String> lines = export.out().lines().toList();
    assertThat(lines.getFirst())
        .isEqualTo("number,at,symbol,market,price,quantity,execution_epoch,state_symbol");
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).startsWith((before + 2) + ",");
  }

  @Test
  void theErrorNamesWhatCannotBeWritten() {
    CommandFixture export = command();
    assertThat(export.execute("feed", "export", "nothing")).isEqualTo(1);
    assertThat(export.errors().lines()).containsExactly("There is no feed nothing");
    String nowhere = folder.resolve("no/folder/f.csv").toString();
    export = command();
    assertThat(export.execute("feed", "export", "execution", "--out", nowhere)).isEqualTo(1);
    assertThat(export.errors()).startsWith("file: ").contains("f.csv");
    publish("execution", 1);
    await().until(() -> head("execution") > 0);
    export = command();
    assertThat(export.execute(brokenPipe(), "feed", "export", "execution")).isEqualTo(1);
    assertThat(export.errors()).contains("standard output takes no more");
  }

  private static PrintStream brokenPipe() {
    return new PrintStream(
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("Broken pipe");
          }
        },
        true,
        StandardCharsets.UTF_8);
  }
}

package io.foyer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foyer.cli.CommandHandlers.FeedExport;
import io.foyer.cli.CommandHandlers.FeedFormat;
import io.foyer.cli.CommandHandlers.FeedName;
import io.foyer.cli.CommandHandlers.FeedPublication;
import io.foyer.platform.ProblemException;
import io.foyer.platform.config.Settings;
import io.foyer.platform.config.Sources;
import io.foyer.testing.NatsServer;
import io.foyer.testing.Ports;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
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
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
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
class FeedVerbsIT {
  @TempDir static Path folder;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private NatsServer nats;
  private ProgramFixture program;

  @BeforeAll
  void open() {
    nats = new NatsServer(folder);
    program = ProgramFixture.open("feedverbs", Map.of("NATS_URL", nats.url().toString()));
  }

  @AfterAll
  void close() {
    program.close();
    nats.close();
  }

  private FoyerConfig config(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(program.environment());
    environment.putAll(more);
    return Settings.load(
            FoyerConfig.class,
            new Sources(Map.of(), environment, Optional.empty(), Path.of("").toAbsolutePath()))
        .config();
  }

  private FoyerConfig config() {
    return config(Map.of("NATS_URL", nats.url().toString()));
  }

  private FeedPublishing publishing(FoyerConfig config, FeedPublication wish) {
    return new FeedPublishing(new PrintStream(said, true, StandardCharsets.UTF_8), config, wish);
  }

  private static FeedPublication many(FeedName feed, double rate, long count, boolean confirmed) {
    return new FeedPublication(
        List.of(feed), OptionalDouble.of(rate), OptionalLong.of(count), confirmed);
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
    FeedPublication wish =
        new FeedPublication(List.of(), OptionalDouble.of(5_000), OptionalLong.of(700), false);

    assertThat(publishing(config(), wish).run()).isZero();

    assertThat(said.toString(StandardCharsets.UTF_8)).contains("Sent 1400 messages in");
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

    assertThat(publishing(config(), many(FeedName.EXECUTION, 500, 120, true)).run()).isZero();

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

    publishing(config(), many(FeedName.SPORT_EVENT, 1_000, 2_001, false)).run();

    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void itEndsWhenItIsTold() throws Exception {
    FeedPublishing publishing =
        publishing(
            config(),
            new FeedPublication(
                List.of(FeedName.SPORT_EVENT),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                false));
    long before = head("sport_event");
    CompletableFuture<Integer> code = CompletableFuture.supplyAsync(publishing::run);
    await().until(() -> head("sport_event") > before);

    publishing.stop();

    assertThat(code.get()).isZero();
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("Ctrl-C").contains("Sent ");
  }

  @Test
  void withoutNatsItIsSaidWhatIsMissing() {
    FeedPublication wish = many(FeedName.EXECUTION, 10, 1, false);
    assertThatThrownBy(() -> publishing(config(Map.of()), wish))
        .isInstanceOfSatisfying(
            ProblemException.class,
            it -> assertThat(it.problem().detail()).startsWith("nats.url is not set"));
    FoyerConfig away = config(Map.of("NATS_URL", "nats://127.0.0.1:" + Ports.free()));
    assertThatThrownBy(() -> publishing(away, wish).run())
        .isInstanceOfSatisfying(
            ProblemException.class, it -> assertThat(it.problem().detail()).startsWith("NATS: "));
  }

  private int export(PrintStream out, FeedExport wish) {
    return new OperatorVerbs(out).exportFeed(config(), wish);
  }

  private static FeedExport export(
      String subject, FeedFormat format, long after, Optional<Path> file) {
    return new FeedExport(subject, format, after, Optional.empty(), Optional.empty(), file);
  }

  @Test
  void aFeedIsWrittenToAFileWhole() throws IOException {
    long before = head("sport_event");
    publishing(config(), many(FeedName.SPORT_EVENT, 50_000, 1_300, false)).run();
    written("sport_event", before + 1_300);
    Path file = folder.resolve("events.ndjson");

    int code =
        export(System.out, export("sport_event", FeedFormat.NDJSON, before, Optional.of(file)));

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
    publishing(config(), many(FeedName.EXECUTION, 50_000, 3, false)).run();
    written("execution", before + 3);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    int code =
        export(
            new PrintStream(bytes, false, StandardCharsets.UTF_8),
            export("execution", FeedFormat.CSV, before + 1, Optional.empty()));

    assertThat(code).isZero();
    List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines.getFirst())
        .isEqualTo("number,at,symbol,market,price,quantity,execution_epoch,state_symbol");
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).startsWith((before + 2) + ",");
  }

  @Test
  void whatCannotBeWrittenIsSaid() {
    assertThatThrownBy(
            () -> export(System.out, export("nothing", FeedFormat.CSV, 0, Optional.empty())))
        .isInstanceOfSatisfying(
            ProblemException.class,
            it -> assertThat(it.problem().detail()).isEqualTo("There is no feed nothing"));
    Path nowhere = folder.resolve("no/folder/f.csv");
    assertThatThrownBy(
            () -> export(System.out, export("execution", FeedFormat.CSV, 0, Optional.of(nowhere))))
        .isInstanceOfSatisfying(
            ProblemException.class,
            it -> assertThat(it.problem().detail()).startsWith("file: ").contains("f.csv"));
    PrintStream broken =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int octet) throws IOException {
                throw new IOException("Broken pipe");
              }
            },
            true,
            StandardCharsets.UTF_8);
    publishing(config(), many(FeedName.EXECUTION, 50_000, 1, false)).run();
    await().until(() -> head("execution") > 0);
    assertThatThrownBy(
            () -> export(broken, export("execution", FeedFormat.CSV, 0, Optional.empty())))
        .isInstanceOfSatisfying(
            ProblemException.class,
            it -> assertThat(it.problem().detail()).contains("standard output takes no more"));
  }
}

package io.foyer.bench;

import static io.foyer.testing.Futures.await;

import io.foyer.bench.chat.Gauge;
import io.foyer.feeds.Feeds;
import io.foyer.feeds.FeedsConfig;
import io.foyer.feeds.FeedsVerticle;
import io.foyer.feeds.WriterIntervals;
import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.DatabaseSubscriber;
import io.foyer.platform.nats.NatsConfig;
import io.foyer.platform.nats.NatsLink;
import io.foyer.platform.nats.StreamSettings;
import io.foyer.testing.NatsServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.Connection;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * How fast a stream is caught up with, beside a floor in the same run: {@code COPY} of the same
 * rows into the same tables over one connection. Then how old a live message is when it can be
 * read, and when it comes to a follower.
 */
public final class FeedBench implements AutoCloseable {
  private static final Path WORK = Path.of("target", "bench");
  private static final String STREAM = "FOYER";
  private static final int WARM_UP = 100_000;
  private static final int BATCH = 2_000; // the writer's, while there is more to come
  private static final int FLUSH = 10_000;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final FeedsConfig CONFIG =
      new FeedsConfig(
          STREAM,
          Duration.ofDays(7),
          true,
          Optional.empty(),
          FeedsConfig.Partition.MONTH,
          Optional.empty());

  private static final String EMPTY =
      """
      TRUNCATE foyer.feed_messages, feeds.sport_events, feeds.executions, foyer.feed_incarnations,
        foyer.feed_quarantine, foyer.feed_gaps;
      UPDATE foyer.feeds SET last_number = 0
      """;

  // For each feed: messages with a number, different numbers, the last of them, what its row says.
  private static final String NUMBERS =
      """
      SELECT string_agg(concat_ws(' ', f.subject, f.id, m.rows, m.numbers, m.last, f.last_number), ', ' ORDER BY f.subject)
      FROM foyer.feeds f JOIN (
        SELECT feed, count(number) AS rows, count(DISTINCT number) AS numbers, max(number) AS last
        FROM foyer.feed_messages
        GROUP BY feed) AS m ON m.feed = f.id
      """;

  private final PrintStream out = System.out;
  private final BenchmarkFixture fixture = new BenchmarkFixture("foyer_bench_feeds");
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
  private final Path folder;
  private final NatsServer nats;
  private final Connection publisher;
  private final NatsConfig broker;
  private final Feeds feeds;
  private final WakeupNotifier wakeupNotifier;

  private FeedBench() throws Exception {
    this.folder = Files.createTempDirectory(Files.createDirectories(WORK), "nats");
    this.nats = new NatsServer(folder);
    this.publisher = nats.connect();
    this.broker =
        new NatsConfig(
            List.of(nats.url().toString()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Database database = new Database(vertx, fixture.postgres());
    this.wakeupNotifier =
        new WakeupNotifier(vertx, database, new DatabaseSubscriber(vertx, database));
    this.feeds = new Feeds(CONFIG, database, wakeupNotifier);
  }

  /** Takes messages (1,000,000), rounds (3) and seconds of live messages (30); prints figures. */
  public static void main(String[] args) throws Exception {
    int messages = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
    int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 30;
    try (FeedBench it = new FeedBench()) {
      it.settings();
      it.catchUp(messages, rounds);
      if (seconds > 0) {
        it.live(seconds);
      }
    }
    System.exit(0);
  }

  private void settings() throws Exception {
    out.println(
        fixture.text(
            "SELECT 'PostgreSQL ' || string_agg(name || '=' || setting, ', ' ORDER BY name) FROM"
                + " pg_settings WHERE name IN ('server_version', 'fsync', 'synchronous_commit',"
                + " 'shared_buffers', 'max_wal_size', 'wal_compression', 'full_page_writes')"));
    out.println(
        "nats-server "
            + publisher.getServerInfo().getVersion()
            + ", stream on disk; "
            + Runtime.getRuntime().availableProcessors()
            + " processors");
  }

  private void catchUp(int messages, int rounds) throws Exception {
    try (NatsLink link = NatsLink.open(broker, "bench")) {
      link.ensure(
          new StreamSettings(
              STREAM, Set.of(FeedWorkload.EVENTS, FeedWorkload.EXECUTIONS), CONFIG.keep()));
    }
    int warm = Math.min(WARM_UP, messages);
    publish(0, warm);
    foyer(warm); // makes the partitions, and is compiled
    publish(warm, messages);
    FeedFloor floor = new FeedFloor(fixture, messages, BATCH);
    for (int round = 1; round <= rounds; round++) {
      Used copy = measured(messages, floor::copy);
      verify(messages);
      floor.stage();
      Used unnest = measured(messages, floor::unnest);
      verify(messages);
      Used foyer = measured(messages, () -> foyer(messages));
      verify(messages);
      numbered(messages);
      report(round, "COPY", messages, copy, copy);
      report(round, "unnest", messages, unnest, copy);
      report(round, "Foyer", messages, foyer, copy);
      out.printf(
          "round %d: %s transactions of Foyer%n",
          round, fixture.text("SELECT count(DISTINCT xmin::text) FROM foyer.feed_messages"));
    }
  }

  private void publish(int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      publisher.publish(FeedWorkload.subject(i), FeedWorkload.payload(i));
      if (i % FLUSH == 0) {
        publisher.flush(PATIENCE);
      }
    }
    publisher.flush(PATIENCE);
    awaitThat(() -> held() == to, "the stream holds " + to);
  }

  private long held() throws Exception {
    return publisher.jetStreamManagement().getStreamInfo(STREAM).getStreamState().getMsgCount();
  }

  /** Seconds from the start of a node until all is written, and acknowledged. */
  private double foyer(int messages) throws Exception {
    long begin = System.nanoTime();
    FeedsVerticle writer =
        feeds.writer(broker, new SimpleMeterRegistry(), WriterIntervals.STANDARD);
    String id = vertx.deployVerticle(writer).await(20, TimeUnit.SECONDS);
    awaitThat(() -> acknowledged() == messages, "all is written");
    double seconds = (System.nanoTime() - begin) / 1e9;
    vertx.undeploy(id).await(20, TimeUnit.SECONDS);
    return seconds;
  }

  /** How far the one consumer has acknowledged. */
  private long acknowledged() throws Exception {
    return publisher.jetStreamManagement().getConsumers(STREAM).stream()
        .mapToLong(it -> it.getAckFloor().getStreamSequence())
        .max()
        .orElse(0);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void awaitThat(Condition condition, String what) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not so in time: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private interface Work {
    double seconds() throws Exception;
  }

  /** What a round took: processor seconds of this program and of both servers. */
  private record Used(double seconds, double program, double database, double broker) {}

  private Used measured(int messages, Work work) throws Exception {
    fixture.execute(EMPTY);
    fixture.execute("CHECKPOINT");
    System.gc();
    long database =
        Long.parseLong(
            fixture.text("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)"));
    long broker = brokerPid();
    double program = Gauge.cpu(ProcessHandle.current().pid());
    double ofDatabase = Gauge.family(database);
    double ofBroker = Gauge.cpu(broker);
    double seconds = work.seconds();
    double scale = 1e6 * messages / 100_000;
    return new Used(
        seconds,
        (Gauge.cpu(ProcessHandle.current().pid()) - program) / scale,
        (Gauge.family(database) - ofDatabase) / scale,
        (Gauge.cpu(broker) - ofBroker) / scale);
  }

  private static long brokerPid() {
    return ProcessHandle.current()
        .children()
        .filter(it -> it.info().command().orElse("").endsWith("nats-server"))
        .findFirst()
        .orElseThrow()
        .pid();
  }

  private void report(int round, String name, int messages, Used used, Used floor) {
    out.printf(
        Locale.ROOT,
        "round %d: %-6s %,9.0f messages/s, ratio %.2f; CPU seconds for 100,000: program %.2f,"
            + " PostgreSQL %.2f, nats-server %.2f%n",
        round,
        name,
        messages / used.seconds(),
        floor.seconds() / used.seconds(),
        used.program(),
        used.database(),
        used.broker());
  }

  /** Each message is one raw row and one of columns, with what was sent in it. */
  private void verify(int messages) throws Exception {
    expect("SELECT count(*) FROM foyer.feed_messages", messages);
    expect("SELECT max(seq) FROM foyer.feed_messages", messages);
    expect("SELECT count(*) FROM feeds.sport_events", (messages + 1) / 2);
    expect("SELECT count(*) FROM feeds.executions", messages / 2);
    expect(
        "SELECT count(*) FROM feeds.executions WHERE execution_epoch = 2 * feed_number - 1",
        messages / 2);
    expect(
        "SELECT count(*) FROM feeds.sport_events WHERE match_title = 'Lorem ipsum ' || 2 *"
            + " feed_number - 2",
        (messages + 1) / 2);
  }

  private void numbered(int messages) throws Exception {
    String wanted =
        "execution %1$s %2$d %2$d %2$d %2$d, sport_event %3$s %4$d %4$d %4$d %4$d"
            .formatted(
                fixture.text("SELECT id FROM foyer.feeds WHERE subject = 'execution'"),
                messages / 2,
                fixture.text("SELECT id FROM foyer.feeds WHERE subject = 'sport_event'"),
                (messages + 1) / 2);
    String found = fixture.text(NUMBERS);
    if (!wanted.equals(found)) {
      throw new IllegalStateException("numbers are " + found + ", not " + wanted);
    }
  }

  private void expect(String sql, long wanted) throws Exception {
    long found = fixture.count(sql);
    if (found != wanted) {
      throw new IllegalStateException(sql + " is " + found + ", not " + wanted);
    }
  }

  private void live(int seconds) throws Exception {
    FeedAges ages = new FeedAges(publisher, seconds);
    long last = afresh();
    FeedsVerticle writer =
        feeds.writer(broker, new SimpleMeterRegistry(), WriterIntervals.STANDARD);
    String id = vertx.deployVerticle(writer).await(20, TimeUnit.SECONDS);
    awaitThat(() -> writer.state().equals("writing"), "it writes");
    report("the row was read", ages.ofRows(fixture, wakeupNotifier, last));
    vertx.undeploy(id).await(20, TimeUnit.SECONDS);
    afresh();
    BenchmarkFixture.Node node = fixture.node(Map.of("NATS_URL", nats.url().toString()));
    try (FeedFollower follower =
        new FeedFollower(node.port(), BenchmarkFixture.ADMIN_TOKEN, ages.messages())) {
      report("a follower on /ws of a node had it", ages.of(follower));
    }
  }

  /** Nothing is in the stream and in the tables; returns the last sequence. */
  private long afresh() throws Exception {
    publisher.jetStreamManagement().purgeStream(STREAM);
    fixture.execute(EMPTY);
    return publisher.jetStreamManagement().getStreamInfo(STREAM).getStreamState().getLastSequence();
  }

  private void report(String what, List<Double> ages) {
    List<Double> sorted = new ArrayList<>(ages);
    sorted.sort(null);
    out.printf(
        Locale.ROOT,
        "live: %,d messages at %,d/s; from publish until %s: p50 %.1f ms, p99 %.1f ms, most %.1f"
            + " ms%n",
        sorted.size(),
        FeedAges.RATE,
        what,
        sorted.get(sorted.size() / 2),
        sorted.get(sorted.size() * 99 / 100),
        sorted.getLast());
  }

  @Override
  public void close() {
    nats.close();
    vertx.fileSystem().deleteRecursiveBlocking(folder.toString());
    await(vertx.close());
    fixture.close();
  }
}

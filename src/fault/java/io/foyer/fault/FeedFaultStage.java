package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.testing.NatsServer;
import io.foyer.testing.Services.Postgres;
import io.foyer.testing.TcpProxy;
import io.foyer.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/**
 * Where one test of the feeds takes place: its database, its NATS server, a bad network before
 * each, its publishers and its nodes. Everything ends with it. Beside other things that take place,
 * database and nodes are those of their stage, and stay.
 */
final class FeedFaultStage implements AutoCloseable {
  private static final Duration RECOVERY = Duration.ofMinutes(2);

  private final Seed seed;
  private final String name;
  private final Path folder;
  private final TestDatabase database;
  private final TcpProxy postgres;
  private final NatsServer nats;
  private final FeedAudit audit;
  private final TcpProxy toNats;
  private final FoyerProcesses foyerProcesses;
  private final List<FeedPublishers> loads = new ArrayList<>();
  private final List<Runnable> ends;

  FeedFaultStage(String name) {
    this.name = name;
    this.seed = Seed.take();
    this.folder = Stage.freshFolder(Path.of("target", "fault", name).toAbsolutePath());
    this.database = TestDatabase.migrated(name);
    Postgres server = database.address();
    this.postgres = new TcpProxy(server.host(), server.port());
    this.nats = new NatsServer(folder);
    this.audit = new FeedAudit(nats.connect());
    this.toNats = new TcpProxy("127.0.0.1", nats.url().getPort());
    this.foyerProcesses = new FoyerProcesses(folder);
    this.ends = List.of(foyerProcesses::close, postgres::close, database::close);
  }

  /** Beside the evaluations of a stage, whose nodes are told of the broker and not started yet. */
  FeedFaultStage(Stage stage) {
    this.seed = stage.seed();
    this.name = stage.folder().getFileName() + "_feeds";
    this.folder = Stage.freshFolder(stage.folder().resolve("feeds"));
    this.database = stage.database();
    this.postgres = stage.postgresNetwork();
    this.nats = new NatsServer(folder);
    this.audit = new FeedAudit(nats.connect());
    this.toNats = new TcpProxy("127.0.0.1", nats.url().getPort());
    this.foyerProcesses = stage.nodes();
    this.ends = List.of();
    foyerProcesses
        .all()
        .forEach(process -> process.set("NATS_URL", "nats://127.0.0.1:" + toNats.port()));
  }

  /** Adds nodes that reach both servers through the bad network; none is started. */
  FeedFaultStage nodes(int count) {
    for (int i = 0; i < count; i++) {
      foyerProcesses.add(settings());
    }
    return this;
  }

  private Map<String, String> settings() {
    Postgres server = database.address();
    Map<String, String> settings = new HashMap<>();
    settings.put("ROLES", "http,nats");
    settings.put("POSTGRES_HOST", "127.0.0.1");
    settings.put("POSTGRES_PORT", String.valueOf(postgres.port()));
    settings.put("POSTGRES_DB", server.database());
    settings.put("POSTGRES_USER", server.user());
    settings.put("POSTGRES_PASSWORD", server.password());
    settings.put("NATS_URL", "nats://127.0.0.1:" + toNats.port());
    return settings;
  }

  /** Starts to publish so many messages each second, on a server that has the stream. */
  void load(int rate) {
    String load = "load-" + loads.size();
    loads.add(new FeedPublishers(nats.connect(), load, rate, seed.random(load)));
  }

  /** The node that writes, as soon as it has written something more. */
  FoyerProcess writing() {
    return Awaitility.await("a node writes; logs: " + folder)
        .atMost(RECOVERY)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions()
        .until(this::seenWriting, Optional::isPresent)
        .orElseThrow();
  }

  /** Takes the writer out; another writes something new under a later fence. */
  void takeover(Runnable fault) {
    long before = fence();
    fault.run();
    long from = System.nanoTime();
    Awaitility.await("another node writes; logs: " + folder)
        .atMost(RECOVERY)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> fence() > before);
    long place = written();
    Awaitility.await("another node writes; logs: " + folder)
        .atMost(RECOVERY)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> written() > place);
    System.out.printf(
        "fault %s: another node wrote after %.1f s%n", name, (System.nanoTime() - from) / 1e9);
  }

  /** The fence of whoever may write now. */
  private long fence() {
    return database.number("SELECT max(fence) FROM foyer.feed_writers");
  }

  private Optional<FoyerProcess> seenWriting() {
    Optional<FoyerProcess> writer = foyerProcesses.all().stream().filter(this::writes).findFirst();
    if (writer.isPresent()) {
      long before = written();
      Awaitility.await()
          .atMost(Duration.ofSeconds(2))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> written() > before);
    }
    return writer.filter(this::writes);
  }

  boolean writes(FoyerProcess process) {
    return process.alive() && process.ready() == 200 && state(process).endsWith("writing");
  }

  /** What a node says of its writer. */
  String state(FoyerProcess process) {
    return process.operator().check("nats");
  }

  /** Up to which sequence the stream is written. */
  long written() {
    return database.number("SELECT coalesce(max(last_seq), 0) FROM foyer.feed_incarnations");
  }

  /** The seconds of a dead node's lease are over at once, so that a test can kill more often. */
  void leaseRunsOut() {
    database.execute("UPDATE foyer.feed_writers SET lease_until = now()");
  }

  TestDatabase database() {
    return database;
  }

  NatsServer nats() {
    return nats;
  }

  /** Reads the stream past Foyer. */
  FeedAudit audit() {
    return audit;
  }

  TcpProxy postgresNetwork() {
    return postgres;
  }

  TcpProxy natsNetwork() {
    return toNats;
  }

  FoyerProcesses nodes() {
    return foyerProcesses;
  }

  Path folder() {
    return folder;
  }

  /** Nothing more is published, everything is written, nothing is amiss. */
  void holds(int atLeast) {
    Awaitility.await("enough is written")
        .atMost(RECOVERY)
        .until(() -> database.number("SELECT count(*) FROM foyer.feed_messages") > atLeast);
    FeedVerdict verdict = judge();
    assertThat(verdict.findings()).as(verdict.figures()).isEmpty();
    assertThat(verdict.books().rows()).as(verdict.figures()).hasSizeGreaterThan(atLeast);
    assertThat(verdict.books().quarantine()).as(verdict.figures()).isNotEmpty();
    assertThat(verdict.books().acked()).as(verdict.figures()).isNotEmpty();
    misprintsAreCaught(verdict.books());
  }

  /** Stops the publishers, waits until everything is written, and compares. */
  FeedVerdict judge() {
    long sent = 0;
    Map<String, Long> acked = new HashMap<>();
    for (FeedPublishers load : loads) {
      sent += load.stop();
      acked.putAll(load.acked());
    }
    return FeedVerdict.of(this, name, sent, acked, seed);
  }

  /** The same run with one row amiss is refused. */
  private static void misprintsAreCaught(FeedBooks sound) {
    assertThat(kinds(FeedMisprint.drop(sound))).contains(FeedFinding.Kind.LOST);
    assertThat(kinds(FeedMisprint.twice(sound))).contains(FeedFinding.Kind.DOUBLED);
    assertThat(kinds(FeedMisprint.swap(sound))).contains(FeedFinding.Kind.DISORDER);
    assertThat(kinds(FeedMisprint.blur(sound))).contains(FeedFinding.Kind.COLUMNS);
  }

  private static List<FeedFinding.Kind> kinds(FeedBooks books) {
    return FeedChecker.judge(books).stream().map(FeedFinding::kind).toList();
  }

  @Override
  public void close() {
    loads.forEach(FeedPublishers::close);
    ends.forEach(Runnable::run);
    toNats.close();
    nats.close();
  }
}

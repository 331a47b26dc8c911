package io.foyer.feeds;

import io.foyer.feeds.IngestSession.House;
import io.foyer.feeds.MessageRange.Period;
import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Database;
import io.foyer.platform.nats.NatsConfig;
import io.foyer.platform.nats.StreamSettings;
import io.foyer.platform.web.ChunkSource;
import io.foyer.platform.web.Operation;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Entry point of the feeds feature for the composition root: definitions, routes and verticles. */
public final class Feeds {
  /** Raised when messages were written. */
  public static final String TOPIC = "feeds";

  private final FeedsConfig config;
  private final Database database;
  private final WakeupNotifier wakeupNotifier;
  private final List<Definition> definitions;

  /**
   * Reads and validates the feed definitions.
   *
   * @throws IllegalArgumentException if a definition cannot be used; the message is for the
   *     operator
   */
  public Feeds(FeedsConfig config, Database database, WakeupNotifier wakeupNotifier) {
    this.config = config;
    this.database = database;
    this.wakeupNotifier = wakeupNotifier;
    this.definitions = Definitions.of(config);
  }

  /** Makes what the database misses of them; fails where it holds something else. */
  Future<List<Feed>> open() {
    return new CatalogueStore(database).open(definitions);
  }

  /**
   * A feed as lines, read page by page.
   *
   * @param csv else as NDJSON
   * @return empty where there is no such feed
   */
  public Optional<Future<ChunkSource>> export(
      String subject, boolean csv, long after, Optional<Instant> from, Optional<Instant> to) {
    FeedQueries queries = new FeedQueries(database);
    return definitions.stream()
        .filter(each -> each.subject().equals(subject))
        .findFirst()
        .map(Definition::messageSchema)
        .map(
            messageSchema ->
                csv ? new FeedCsv(messageSchema) : RowEncoder.json(messageSchema, false))
        .map(
            rowEncoder ->
                queries
                    .span(subject, after, new Period(from, to))
                    .map(range -> new Download(queries, rowEncoder, range, Long.MAX_VALUE)));
  }

  /** What is served below {@code /api/v2/feeds}. */
  public Map<String, Operation> operations() {
    StreamQueries streams = new StreamQueries(database);
    QuarantineStore quarantine = new QuarantineStore(database);
    Replayer replayer =
        new Replayer(quarantine, new PartitionStore(database, config.partition()), wakeupNotifier);
    Map<String, Operation> all = new HashMap<>();
    all.putAll(
        new FeedApi(definitions, new FeedQueries(database), streams, config.stream()).operations());
    all.putAll(new FeedAdminApi(definitions, streams, quarantine, replayer).operations());
    return all;
  }

  /** Retention cleaner; empty if messages are kept forever. */
  public List<Supplier<Future<Integer>>> cleaners() {
    FeedRetentionStore store = new FeedRetentionStore(database);
    return config.retention().stream()
        .<Supplier<Future<Integer>>>map(retention -> () -> store.forget(retention))
        .toList();
  }

  /** The same on a node that has no feeds: nothing is found. */
  public static Map<String, Operation> noOperations() {
    return FeedApi.none();
  }

  /**
   * Publishes written messages to the sockets of this node.
   *
   * @param patience after which a reader that takes nothing is closed
   */
  public LiveFeeds live(Duration patience, MeterRegistry registry) {
    return new LiveFeeds(definitions, new FeedQueries(database), patience, registry);
  }

  /** What wakes {@link #live}. */
  public LiveVerticle clock(LiveFeeds live) {
    return new LiveVerticle(live, wakeupNotifier);
  }

  /** Who writes them down, on one node at a time. */
  public FeedsVerticle writer(NatsConfig nats, MeterRegistry registry, WriterIntervals intervals) {
    StreamSettings stream =
        new StreamSettings(
            config.stream(),
            definitions.stream().map(Definition::subject).collect(Collectors.toSet()),
            config.keep());
    return new FeedsVerticle(
        this,
        new House(
            nats,
            stream,
            new LeaseStore(database, intervals.lease()),
            new IncarnationStore(database),
            new BatchStore(database),
            new Partitions(new PartitionStore(database, config.partition())),
            wakeupNotifier,
            new FeedMeters(registry),
            intervals));
  }
}

package io.foyer.feeds;

import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.feeds.LeaseStore.Lease;
import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.DatabaseSubscriber;
import io.foyer.platform.nats.StreamMessage;
import io.foyer.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is forgotten, and what is not, on a real PostgreSQL. */
class FeedRetentionIT {
  private static final byte[] EVENT =
      HexFormat.of().parseHex("0803120c4c6f72656d20697073756d2e1a0a446f6c6f72207369742e");
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

  private final Vertx vertx = Vertx.vertx();
  private TestDatabase database;
  private Database pool;
  private BatchStore batches;
  private Feeds feeds;
  private Feed events;
  private Checkpoint checkpoint;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.migrated("feeds_retention");
    pool = new Database(vertx, database.config());
    batches = new BatchStore(pool);
    FeedsConfig config =
        new FeedsConfig(
            "FOYER",
            Duration.ofDays(7),
            true,
            Optional.empty(),
            FeedsConfig.Partition.DAY,
            Optional.of(Duration.ofDays(30)));
    feeds =
        new Feeds(
            config, pool, new WakeupNotifier(vertx, pool, new DatabaseSubscriber(vertx, pool)));
    events =
        await(feeds.open()).stream()
            .filter(it -> it.subject().equals("sport_event"))
            .findFirst()
            .orElseThrow();
    Lease lease =
        await(new LeaseStore(pool, Duration.ofMinutes(1)).take("FOYER", "me")).orElseThrow();
    checkpoint = await(new IncarnationStore(pool).open(lease, "once"));
  }

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
    database.close();
  }

  /** Days ago, in order; what is refused is in quarantine though it could be read. */
  private void write(int daysAgo, boolean refused) throws Exception {
    Instant at = now.minus(Duration.ofDays(daysAgo));
    var message = new StreamMessage("sport_event", checkpoint.seq() + 1, at, Map.of(), EVENT);
    DecodedMessage decodedMessage =
        refused
            ? DecodedMessage.refused(events, message, "of a test")
            : DecodedMessage.of(events, message);
    new Partitions(new PartitionStore(pool, FeedsConfig.Partition.DAY)).ready(decodedMessage);
    checkpoint = await(batches.write(checkpoint, List.of(decodedMessage)));
  }

  private int forget() throws Exception {
    int all = 0;
    for (int some = once(); some > 0; some = once()) {
      all += some;
    }
    return all;
  }

  private int once() throws Exception {
    return await(feeds.cleaners().getFirst().get());
  }

  @Test
  void wholeOldPartitionsGoWithAllThatBelongsToThem() throws Exception {
    write(90, false);
    write(90, true);
    write(60, false);
    write(20, true);
    write(1, false);
    await(batches.lost(checkpoint, checkpoint.seq() + 5));
    database.execute(
        "INSERT INTO feed_gaps VALUES (?, 0, 0, now() - interval '90 days')",
        checkpoint.incarnation());
    database.execute("UPDATE feed_incarnations SET gaps = 2, lost = 6");

    assertThat(forget()).isEqualTo(2);

    assertThat(database.column("SELECT seq FROM feed_messages ORDER BY seq"))
        .containsExactly("4", "5");
    assertThat(database.column("SELECT feed_number FROM feeds.sport_events")).containsExactly("3");
    assertThat(database.column("SELECT seq FROM feed_quarantine")).containsExactly("4");
    assertThat(
            database.text(
                "SELECT first_number || ' ' || last_number || ' ' || quarantined FROM feeds WHERE"
                    + " subject = 'sport_event'"))
        .isEqualTo("3 3 1");
    assertThat(database.column("SELECT first_seq FROM feed_gaps")).containsExactly("6");
    assertThat(database.text("SELECT gaps || ' ' || lost FROM feed_incarnations")).isEqualTo("1 5");
    assertThat(
            database.column(
                "SELECT relname FROM pg_class WHERE relname LIKE 'sport_events_2%' AND relkind ="
                    + " 'r'"))
        .hasSize(2);
  }

  @Test
  void whereAllIsForgottenTheNextNumberIsTheFirst() throws Exception {
    write(90, false);
    write(60, false);

    assertThat(forget()).isEqualTo(2);

    assertThat(
            database.text(
                "SELECT first_number || ' ' || last_number FROM feeds WHERE subject ="
                    + " 'sport_event'"))
        .isEqualTo("3 2");
    write(0, false);
    assertThat(database.number("SELECT number FROM feed_messages")).isEqualTo(3);
  }

  @Test
  void whoReadsIsNotKeptWaitingAndThePartitionGoesLater() throws Exception {
    write(90, false);
    try (AutoCloseable reader = database.lock("feed_messages")) {
      assertThat(reader).isNotNull();
      assertThat(once()).isZero();
    }
    assertThat(database.number("SELECT count(*) FROM feed_messages")).isEqualTo(1);

    assertThat(once()).isEqualTo(1);
    assertThat(database.number("SELECT count(*) FROM feed_messages")).isZero();
  }

  @Test
  void aNewPartitionWaitsForNoReader() throws Exception {
    write(20, false);
    try (AutoCloseable messages = database.reading("feed_messages");
        AutoCloseable columns = database.reading("feeds.sport_events")) {
      assertThat(List.of(messages, columns)).hasSize(2);
      write(1, false);
    }
    assertThat(database.column("SELECT number FROM feed_messages ORDER BY seq"))
        .containsExactly("1", "2");
    assertThat(
            database.number(
                "SELECT count(DISTINCT tableoid) FROM feed_messages WHERE feed = ?", events.id()))
        .isEqualTo(2);
  }

  @Test
  void aReplayedMessageKeepsItsTimeAndGoesWithIt() throws Exception {
    write(90, true);
    write(20, false);
    QuarantineStore store = new QuarantineStore(pool);
    Replayer replayer =
        new Replayer(
            store,
            new PartitionStore(pool, FeedsConfig.Partition.DAY),
            new WakeupNotifier(vertx, pool, new DatabaseSubscriber(vertx, pool)));

    assertThat(await(replayer.all(events, Quarantined.StreamPosition.START)).replayed())
        .isEqualTo(1);

    assertThat(database.column("SELECT number FROM feed_messages ORDER BY seq"))
        .containsExactly("2", "1");
    assertThat(forget()).isEqualTo(1);
    assertThat(database.column("SELECT number FROM feed_messages")).containsExactly("1");
    assertThat(
            database.text(
                "SELECT first_number || ' ' || last_number || ' ' || quarantined FROM feeds WHERE"
                    + " subject = 'sport_event'"))
        .isEqualTo("1 2 0");
  }

  @Test
  void theWriterMakesAPartitionAgainThatWentUnderItsHands(@TempDir Path folder) throws Exception {
    try (FeedStage stage = new FeedStage("again", folder)) {
      stage.node().writes();
      stage.publisher().publish("sport_event", EVENT);
      stage.written(1);
      for (String table :
          stage
              .database()
              .column(
                  "SELECT inhrelid::regclass::text FROM pg_inherits JOIN pg_class c ON c.oid ="
                      + " inhrelid WHERE c.relkind = 'r'")) {
        stage.database().execute("DROP TABLE " + table);
      }

      stage.publisher().publish("sport_event", EVENT);
      stage.publisher().publish("sport_event", EVENT);

      stage.written(2);
      assertThat(stage.database().column("SELECT feed_number FROM feeds.sport_events ORDER BY 1"))
          .containsExactly("2", "3");
      assertThat(stage.database().number("SELECT count(*) FROM feed_quarantine")).isZero();
    }
  }
}

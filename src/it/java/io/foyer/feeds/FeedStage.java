package io.foyer.feeds;

import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.feeds.proto.ExecutionProto.execution;
import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.DatabaseSubscriber;
import io.foyer.platform.nats.NatsConfig;
import io.foyer.testing.FeedSamples;
import io.foyer.testing.NatsServer;
import io.foyer.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.Connection;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A database, a NATS server, a publisher, and as many nodes as a test wants. */
final class FeedStage implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** A lease is as long as in production: a busy machine must not make a node lose it. */
  private static final WriterIntervals INTERVALS =
      new WriterIntervals(
          Duration.ofSeconds(6),
          Duration.ofMillis(250),
          Duration.ofMillis(100),
          Duration.ofMillis(20),
          Duration.ofMillis(200));

  private final TestDatabase database;
  private final NatsServer nats;
  private final Connection publisher;
  private final List<Node> nodes = new ArrayList<>();

  FeedStage(String name, Path folder) throws Exception {
    this.database = TestDatabase.migrated("feeds_" + name);
    this.nats = new NatsServer(folder);
    this.publisher = nats.connect();
  }

  TestDatabase database() {
    return database;
  }

  NatsServer nats() {
    return nats;
  }

  /** Somebody who publishes, and who administers streams. */
  Connection publisher() {
    return publisher;
  }

  /** An execution that is known by its epoch. */
  static byte[] execution(int number) {
    return FeedSamples.execution("MASTERS:winner--Tiger Woods", number % 100, number);
  }

  /** Sends executions, and returns when the broker has read them. */
  void publish(int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      publisher.publish("execution", execution(i));
    }
    publisher.flush(PATIENCE);
  }

  static FeedsConfig config(Optional<Path> definitions) {
    return new FeedsConfig(
        "FOYER",
        Duration.ofDays(7),
        true,
        definitions,
        FeedsConfig.Partition.MONTH,
        Optional.empty());
  }

  /** Starts a node and returns it as soon as it stands by or writes. */
  Node node() throws Exception {
    return node(config(Optional.empty()), nats.url());
  }

  Node node(FeedsConfig config, URI broker) throws Exception {
    Node node = new Node(config, broker);
    nodes.add(node);
    return node;
  }

  /** Whatever the stream holds is written, and no more. */
  void written(long messages) {
    await()
        .atMost(PATIENCE)
        .until(() -> database.number("SELECT count(*) FROM feed_messages") >= messages);
    assertThat(database.number("SELECT count(*) FROM feed_messages")).isEqualTo(messages);
  }

  /** Numbers of each feed run from 1 without a gap, and rows of columns are as many. */
  void gapless() {
    assertThat(
            database.column(
                """
                SELECT f.subject || ': ' || count(m.number) || ' of ' || f.last_number
                FROM feeds f LEFT JOIN feed_messages m ON m.feed = f.id AND m.number IS NOT NULL
                GROUP BY f.id HAVING count(DISTINCT m.number) <> f.last_number
                  OR count(m.number) <> f.last_number OR coalesce(max(m.number), 0) <> f.last_number
                """))
        .isEmpty();
    assertThat(
            database.number(
                "SELECT (SELECT count(*) FROM feeds.sport_events) + (SELECT count(*) FROM"
                    + " feeds.executions)"))
        .isEqualTo(
            database.number(
                "SELECT sum(last_number) FROM feeds WHERE subject IN ('sport_event',"
                    + " 'execution')"));
  }

  @Override
  public void close() {
    nodes.forEach(Node::stop);
    nats.close();
    database.close();
  }

  /** One node that may write. */
  final class Node {
    private final Vertx vertx = Vertx.vertx();
    private final Database pool = new Database(vertx, database.config());
    private final WakeupNotifier wakeupNotifier =
        new WakeupNotifier(vertx, pool, new DatabaseSubscriber(vertx, pool));
    private final FeedsVerticle writer;
    private boolean stopped;

    private Node(FeedsConfig config, URI broker) throws Exception {
      writer =
          new Feeds(config, pool, wakeupNotifier)
              .writer(
                  new NatsConfig(
                      List.of(broker.toString()),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty()),
                  new SimpleMeterRegistry(),
                  INTERVALS);
      try {
        vertx.deployVerticle(writer).await(60, TimeUnit.SECONDS);
      } catch (Exception e) {
        stop();
        throw e;
      }
    }

    void writes() {
      await().atMost(PATIENCE).until(() -> writer.state().equals("writing"));
    }

    String state() {
      return writer.state();
    }

    void stop() {
      if (!stopped) {
        stopped = true;
        await(vertx.close());
      }
    }
  }
}

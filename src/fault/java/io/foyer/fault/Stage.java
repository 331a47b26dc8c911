package io.foyer.fault;

import static io.foyer.testing.Futures.await;

import io.foyer.demo.Faults.Fault;
import io.foyer.demo.IntraStandIn;
import io.foyer.demo.SlackThatStandIn;
import io.foyer.testing.RabbitMqBroker;
import io.foyer.testing.Services;
import io.foyer.testing.Services.Postgres;
import io.foyer.testing.Shell;
import io.foyer.testing.TcpProxy;
import io.foyer.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Where one test takes place: its database, its queue, its stand-ins for the intranet and
 * slack_that, a bad network before each of them, its nodes, and the history of it all. Everything
 * ends with it.
 */
final class Stage implements AutoCloseable {
  static final String PUBLIC_URL = "http://foyer.test";

  /** The longest a call to slack_that takes, and a second. */
  private static final Duration CALL = Duration.ofSeconds(4);

  /** The lease of a node that died, a few turns of backoff, and a busy machine. */
  private static final Duration LATENESS = Duration.ofSeconds(45);

  private static final Duration LOOK = Duration.ofMillis(150);

  /** Some statements wait for a node that sleeps, and do not end. */
  private static final int LOOKS = 40;

  private final Seed seed = Seed.take();
  private final Vertx vertx = Vertx.vertx();
  private final String name;
  private final Path folder;
  private final TestDatabase database;
  private final StoredState stored;
  private final RabbitMqBroker broker = new RabbitMqBroker();
  private final String queue;
  private final IntraStandIn intra = new IntraStandIn(vertx);
  private final SlackThatStandIn slack = new SlackThatStandIn(vertx);
  private final TcpProxy postgres;
  private final TcpProxy rabbitmq;
  private final TcpProxy toSlack;
  private final History history;
  private final FoyerProcesses foyerProcesses;
  private final Postman postman;
  private final Publisher publisher;

  /** A stage of its own, with nothing running on it but the stand-ins. */
  Stage(String name) {
    this(name, TestDatabase.migrated(name));
  }

  /** The same where the first node that starts has everything to migrate. */
  static Stage onEmptyDatabase(String name) {
    return new Stage(name, TestDatabase.empty(name));
  }

  private Stage(String name, TestDatabase database) {
    this.name = name;
    this.folder = freshFolder(Path.of("target", "fault", name).toAbsolutePath());
    this.history = new History(folder.resolve("history.jsonl"));
    this.database = database;
    this.stored = new StoredState(database);
    this.queue = "fault-" + database.address().database();
    await(intra.start(0));
    await(slack.start(0));
    slack.onMessage(this::posted);
    Postgres server = database.address();
    this.postgres = new TcpProxy(server.host(), server.port());
    URI amqp = Services.find().rabbitmq();
    this.rabbitmq = new TcpProxy(amqp.getHost(), amqp.getPort());
    this.toSlack = new TcpProxy("127.0.0.1", slack.port());
    this.foyerProcesses = new FoyerProcesses(folder);
    this.postman = new Postman(foyerProcesses, history, Planted::webhookSecret);
    this.publisher = new Publisher(amqp, queue, history);
  }

  /** An empty folder. */
  static Path freshFolder(Path folder) {
    Shell.run("rm", "-rf", folder.toString());
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void posted(SlackThatStandIn.Received received) {
    JsonObject message = received.message();
    history.add(
        new Event.Posted(
            received.at(),
            message.getJsonArray("attachments").getJsonObject(0).getString("title_link"),
            message.getJsonArray("user_emails", new JsonArray()).stream()
                .map(String.class::cast)
                .toList(),
            Announced.beginning(message.getString("text"), received.at())));
  }

  /** Every call to slack_that takes a while from now on, so that faults meet calls under way. */
  Stage slowSlack() {
    slack.faults().on("/", new Fault.Delay(Duration.ofMillis(300)));
    return this;
  }

  /** Adds nodes that reach every server through the bad network; none is started. */
  Stage nodes(int count) {
    for (int i = 0; i < count; i++) {
      foyerProcesses.add(settings());
    }
    return this;
  }

  private Map<String, String> settings() {
    Postgres server = database.address();
    Map<String, String> settings = new HashMap<>(Planted.settings());
    settings.put("POSTGRES_HOST", "127.0.0.1");
    settings.put("POSTGRES_PORT", String.valueOf(postgres.port()));
    settings.put("POSTGRES_DB", server.database());
    settings.put("POSTGRES_USER", server.user());
    settings.put("POSTGRES_PASSWORD", server.password());
    settings.put("RABBITMQ_HOST", "127.0.0.1");
    settings.put("RABBITMQ_PORT", String.valueOf(rabbitmq.port()));
    settings.put("RABBITMQ_QUEUE", queue);
    settings.put("INTRA_URL", intra.url().toString());
    settings.put("SLACK_THAT_URL", "http://127.0.0.1:" + toSlack.port());
    settings.put("SLACK_THAT_WORKSPACE", "42");
    settings.put("SLACK_THAT_CALL_TIMEOUT", "3s");
    settings.put("INTRA_CALL_TIMEOUT", "2s");
    settings.put("PUBLIC_URL", PUBLIC_URL);
    settings.put("WARN_BEFORE", Plan.WARN_BEFORE.toMinutes() + "m");
    return settings;
  }

  Seed seed() {
    return seed;
  }

  SplittableRandom random(String purpose) {
    return seed.random(purpose);
  }

  /** Starts to send a plan over HTTP. */
  Load http(Plan plan, int copies) {
    return Load.start(plan, postman, history, random("http"), copies);
  }

  /** Starts to send a plan over RabbitMQ. */
  Load amqp(Plan plan) {
    return Load.start(plan, publisher, history, random("amqp"), 1);
  }

  /** Notes that something was just broken, with every message that was on its way. */
  void broke(String what) {
    Set<String> inFlight = new HashSet<>(stored.sending());
    // A claim that the database had already received when the node died is seen when it commits.
    Beat.of(LOOK);
    Set<String> running = new HashSet<>(stored.running());
    for (int looks = 0; !running.isEmpty() && looks < LOOKS; looks++) {
      Beat.of(LOOK);
      inFlight.addAll(stored.sending());
      running.retainAll(stored.running());
    }
    inFlight.addAll(stored.sending());
    history.add(new Event.Broken(Instant.now(), what, inFlight));
  }

  /** Notes that it is whole again and waits until every node that runs is ready. */
  void healed(String what) {
    long from = System.nanoTime();
    foyerProcesses.awaitReady();
    Duration took = Duration.ofNanos(System.nanoTime() - from);
    history.add(new Event.Healed(Instant.now(), what, took));
  }

  Vertx vertx() {
    return vertx;
  }

  TestDatabase database() {
    return database;
  }

  StoredState stored() {
    return stored;
  }

  RabbitMqBroker broker() {
    return broker;
  }

  String queue() {
    return queue;
  }

  FoyerProcesses nodes() {
    return foyerProcesses;
  }

  Postman postman() {
    return postman;
  }

  History history() {
    return history;
  }

  SlackThatStandIn slack() {
    return slack;
  }

  TcpProxy postgresNetwork() {
    return postgres;
  }

  TcpProxy rabbitmqNetwork() {
    return rabbitmq;
  }

  TcpProxy slackNetwork() {
    return toSlack;
  }

  Path folder() {
    return folder;
  }

  /** Whether nothing is left to do now. */
  boolean idle() {
    return stored.unfinished() == 0 && broker.unacknowledged(queue) == 0;
  }

  /** Waits until nothing is left to do, and judges. */
  RunVerdict judge(int lostAnswers) {
    return judge(lostAnswers, LATENESS);
  }

  /** The same, with reminders that may arrive this long after they were due. */
  RunVerdict judge(int lostAnswers, Duration lateness) {
    return RunVerdict.of(this, name, seed, new Evidence.Limits(CALL, lateness, lostAnswers));
  }

  @Override
  public void close() {
    publisher.close();
    foyerProcesses.close();
    List.of(postgres, rabbitmq, toSlack).forEach(TcpProxy::close);
    await(intra.close());
    await(slack.close());
    await(vertx.close());
    broker.delete(queue);
    broker.delete(queue + ".dead");
    database.close();
    history.close();
  }
}

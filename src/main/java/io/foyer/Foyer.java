package io.foyer;

import io.foyer.accounts.Accounts;
import io.foyer.demo.Demo;
import io.foyer.platform.db.Migrations;
import io.foyer.platform.db.PostgresConfig;
import io.foyer.platform.db.SchemaException;
import io.foyer.platform.db.SchemaVersion;
import io.foyer.platform.db.embedded.EmbeddedPostgres;
import io.foyer.platform.db.embedded.EmbeddedPostgresException;
import io.foyer.platform.jobs.Backoff;
import io.foyer.platform.observe.CheckResult;
import io.foyer.platform.observe.Liveness;
import io.foyer.platform.observe.Metrics;
import io.foyer.platform.observe.Readiness;
import io.foyer.platform.web.ManagementServer;
import io.foyer.platform.web.OpenApiContract;
import io.foyer.platform.web.PageFolder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Foyer: starts and drains all components. Starts them in the order of their
 * dependencies, the management port first, so that readiness shows why a node waits for its
 * database; drains them in the opposite order. Methods block.
 */
public final class Foyer {
  private static final Logger log = LoggerFactory.getLogger(Foyer.class);

  /** The most that intake, work and clients get, all together; what began is finished by then. */
  private static final Duration DRAIN = Duration.ofSeconds(20);

  /** The most that one of these steps gets, so that one that hangs leaves time for the others. */
  private static final Duration DRAIN_STEP = Duration.ofSeconds(12);

  /** What intake and work leave for the clients, and the most that one of those gets. */
  private static final Duration CLIENT_STEPS = Duration.ofSeconds(2);

  /** The most for closing database, management port and event loops, all together. */
  private static final Duration CLOSE = Duration.ofSeconds(3);

  /** The most for the embedded database, which may checkpoint first. */
  private static final Duration EMBEDDED = Duration.ofSeconds(6);

  /** A service manager usually kills after 30 s. */
  static final Duration LONGEST_DRAIN = DRAIN.plus(CLOSE).plus(EMBEDDED);

  private static final Duration STEP = Duration.ofSeconds(30);

  private final FoyerConfig config;
  private final List<AdditionalFeature> additional;
  private final Tuning tuning;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final AtomicBoolean migrated = new AtomicBoolean();
  private final AtomicBoolean open = new AtomicBoolean();
  private final Metrics metrics = new Metrics();
  private final Readiness readiness = new Readiness(metrics.registry());
  private final Liveness liveness = new Liveness();
  private final Optional<PageFolder> pages;
  private final Clustering cluster;
  private final Vertx vertx;
  private volatile @Nullable EmbeddedPostgres embedded;
  private volatile @Nullable ManagementServer management;
  private volatile @Nullable CoreServices core;
  private volatile @Nullable Node node;
  private volatile Future<OpenApiContract> contract = Future.failedFuture("not read yet");

  /** The step of the start that was begun last; a stop may come before its end. */
  private volatile Future<?> starting = Future.succeededFuture();

  /** A node with these settings. */
  public static Foyer of(FoyerConfig config) {
    return new Foyer(config, List.of());
  }

  /** The node of a demo. */
  public static Foyer demo(FoyerConfig config, Demo demo) {
    return new Foyer(config, List.of(new DemoFeature(demo)));
  }

  Foyer(FoyerConfig config, List<AdditionalFeature> additional) {
    this(config, additional, Tuning.STANDARD);
  }

  /** For tests, which wait less. */
  Foyer(FoyerConfig config, List<AdditionalFeature> additional, Tuning tuning) {
    this.config = config;
    this.tuning = tuning;
    this.additional = List.copyOf(additional);
    this.pages = pages(config);
    this.cluster =
        Clustering.open(
            config,
            new VertxOptions()
                .setFileSystemOptions(fileSystem(pages))
                .setWarningExceptionTime(2)
                .setWarningExceptionTimeUnit(TimeUnit.SECONDS),
            metrics,
            tuning.clusterJoin());
    this.vertx = cluster.vertx();
    vertx.exceptionHandler(
        cause -> log.atError().setCause(cause).log("Unexpected failure on an event loop"));
  }

  private static Optional<PageFolder> pages(FoyerConfig config) {
    try {
      return Optional.of(PageFolder.open(config.node().dataDir()));
    } catch (IOException | UncheckedIOException e) {
      log.atInfo()
          .addKeyValue("cause", e.getMessage())
          .log("No data directory, pages are cached in /tmp");
      return Optional.empty();
    }
  }

  private static FileSystemOptions fileSystem(Optional<PageFolder> pages) {
    FileSystemOptions options = new FileSystemOptions();
    pages.ifPresent(folder -> options.setFileCacheDir(folder.path().toString()));
    return options;
  }

  /** Addresses of a running Foyer, for the operator. */
  public record Address(int port, int managementPort, Optional<Path> adminPassword) {}

  /**
   * Starts everything.
   *
   * @throws StartFailure if it cannot run as configured; started components must be drained
   */
  public Address start() throws StartFailure {
    cluster.watch(readiness, metrics.registry());
    readiness.required("migrations", () -> Future.succeededFuture(migrationState()));
    // Otherwise a load balancer sends webhooks before the HTTP server listens.
    readiness.required("start", () -> Future.succeededFuture(startState()));
    ManagementServer port =
        new ManagementServer(vertx, config.http().managementAddr(), liveness, readiness, metrics);
    // Takes as long as the migrations and does not depend on them.
    contract =
        servesHttp()
            ? OpenApiContract.load(vertx, fragments())
            : Future.failedFuture("this node serves no HTTP");
    management = port;
    int managementPort = await(port.start(), "management_addr " + config.http().managementAddr());
    Accounts.Tokens tokens = tokens();
    PostgresConfig postgres = postgres();
    CoreServices core =
        CoreServices.on(vertx, metrics, postgres, tuning, config.node().activeRoles());
    this.core = core;
    Optional<String> schema = current(core);
    log.atInfo()
        .addKeyValue("schema", schema.isPresent() ? schema.get() : migrate(postgres))
        .log("Database schema is up to date");
    migrated.set(true);
    readiness.required("database", () -> core.database().ping().map(CheckResult.ok()));
    core.wakeupNotifier().start();
    Features features = new Features(config, core, readiness, tokens);
    additional.forEach(each -> features.add(each.create(config, core, features)));
    Node node = new Node(config, core, features, readiness, liveness);
    this.node = node;
    Optional<Path> adminPassword =
        servesHttp()
            ? await(features.accounts().firstAdmin(), "the first admin")
            : Optional.empty();
    int httpPort = await(node.start(contract), "Foyer");
    open.set(true);
    return new Address(httpPort, managementPort, adminPassword);
  }

  private boolean servesHttp() {
    return config.node().activeRoles().contains(Role.HTTP);
  }

  private List<String> fragments() {
    return additional.stream().flatMap(each -> each.contract().stream()).toList();
  }

  private Accounts.Tokens tokens() throws StartFailure {
    try {
      return AccountsFeature.tokens(config, servesHttp());
    } catch (RuntimeException e) {
      throw new StartFailure("data_dir: " + e.getMessage(), e);
    }
  }

  private CheckResult startState() {
    return open.get() ? CheckResult.ok() : CheckResult.down("still starting");
  }

  private CheckResult migrationState() {
    return migrated.get() ? CheckResult.ok() : CheckResult.down("waiting for the database");
  }

  private PostgresConfig postgres() throws StartFailure {
    if (config.services().postgres().isPresent()) {
      return config.services().postgres().get();
    }
    try {
      EmbeddedPostgres server = EmbeddedPostgres.start(config.node().dataDir());
      embedded = server;
      return server.config();
    } catch (EmbeddedPostgresException e) {
      throw new StartFailure("embedded database: " + e.getMessage(), e);
    }
  }

  /** The version of the schema if it needs no migration; whatever is wrong, migrating tells. */
  private Optional<String> current(CoreServices core) throws StartFailure {
    return await(
        SchemaVersion.ifCurrent(core.database()).otherwise(Optional.empty()), "the database");
  }

  /** Retries while the server is unreachable; fails if it rejects the login or the schema. */
  private String migrate(PostgresConfig postgres) throws StartFailure {
    for (int attempt = 1; ; attempt++) {
      try {
        return new Migrations(postgres).migrate();
      } catch (SchemaException e) {
        throw new StartFailure(DatabaseAccess.refusal(config, e), e);
      } catch (SQLException e) {
        if (!Migrations.worthWaiting(e) || stopping.get()) {
          throw new StartFailure("postgres: " + e.getMessage(), e);
        }
        log.atWarn()
            .addKeyValue("attempt", attempt)
            .addKeyValue("cause", e.getMessage())
            .log("Database unavailable, retrying");
        pause(Backoff.backoff(attempt, Duration.ofMillis(500), Duration.ofSeconds(5)));
      } catch (RuntimeException e) {
        throw new StartFailure("migrations: " + e.getMessage(), e);
      }
    }
  }

  private void pause(Duration pause) throws StartFailure {
    await(vertx.timer(pause.toMillis(), TimeUnit.MILLISECONDS).mapEmpty(), "the database");
  }

  /**
   * Drains: accepts no new work, finishes work in flight, closes everything; may be called twice.
   */
  public void drain() {
    drain(System::nanoTime, DrainSteps.Waiter.blocking());
  }

  /** The same by another clock. */
  void drain(LongSupplier nanoClock, DrainSteps.Waiter waiter) {
    if (stopping.getAndSet(true)) {
      return;
    }
    readiness.draining();
    log.atInfo().log("Draining");
    DrainSteps work = new DrainSteps(DRAIN, nanoClock, waiter);
    work.step("cluster", DRAIN_STEP, cluster::withdraw);
    // What a start has begun must end before: what it deploys is drained with the rest.
    if (node != null) {
      node.stopDeploying();
    }
    work.step("start", DRAIN_STEP, () -> ended(starting));
    if (node != null) {
      node.drainSteps()
          .forEach(step -> work.step(step.name(), budget(step.stage(), work), step.action()));
    }
    work.step("contract", DRAIN_STEP, () -> ended(contract));
    if (node != null) {
      node.abandon();
    }
    DrainSteps closing = new DrainSteps(CLOSE, nanoClock, waiter);
    if (core != null) {
      closing.step("database", CLOSE, core::close);
    }
    if (management != null) {
      closing.step("management port", CLOSE, management::close);
    }
    closing.step("event loops", CLOSE, vertx::close);
    pages.ifPresent(PageFolder::close);
    if (embedded != null) {
      // What the steps before have left over may be used for a checkpoint.
      embedded.close(EMBEDDED.plus(work.left()).plus(closing.left()));
    }
    metrics.close();
    log.atInfo().log("Foyer stopped");
  }

  private static Duration budget(Stage stage, DrainSteps steps) {
    return stage == Stage.CLIENT
        ? CLIENT_STEPS
        : DrainSteps.least(DRAIN_STEP, steps.left().minus(CLIENT_STEPS));
  }

  private static Future<Void> ended(Future<?> future) {
    return future.transform(done -> Future.succeededFuture());
  }

  private <T> T await(Future<T> future, String what) throws StartFailure {
    starting = future;
    try {
      return future.await(STEP.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new StartFailure(what + " did not start in time", e);
    } catch (Exception e) {
      // await() throws the future's own failure, checked or not.
      if (e instanceof StartFailure known) {
        throw known;
      }
      throw new StartFailure(what + ": " + e.getMessage(), e);
    }
  }

  /** Why Foyer could not start, for the operator. */
  public static final class StartFailure extends IOException {
    private static final long serialVersionUID = 1L;

    StartFailure(String message, Throwable cause) {
      super(message, cause);
    }
  }
}

package io.foyer;

import io.foyer.accounts.Accounts;
import io.foyer.platform.db.Migrations;
import io.foyer.platform.db.PostgresConfig;
import io.foyer.platform.db.SchemaException;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running Foyer. Starts in the order in which its parts need each other, the management port
 * first, so that a node that waits for its database can be asked why; drains in the opposite order.
 * Its methods block.
 */
final class Foyer {
  private static final Logger log = LoggerFactory.getLogger(Foyer.class);

  /**
   * A drain takes no longer than this, and the embedded database a little more; a service manager
   * usually kills after 30 s.
   */
  private static final Duration DRAIN = Duration.ofSeconds(22);

  private static final Duration STEP = Duration.ofSeconds(30);

  private final FoyerConfig config;
  private final Extras extras;
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
  private volatile @Nullable Roles roles;

  Foyer(FoyerConfig config, Extras extras) {
    this(config, extras, Tuning.STANDARD);
  }

  /** For tests, which wait less. */
  Foyer(FoyerConfig config, Extras extras, Tuning tuning) {
    this.config = config;
    this.tuning = tuning;
    this.extras = extras;
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
        cause -> log.atError().setCause(cause).log("unexpected failure on an event loop"));
  }

  private static Optional<PageFolder> pages(FoyerConfig config) {
    try {
      return Optional.of(PageFolder.open(config.dataDir()));
    } catch (IOException | UncheckedIOException e) {
      log.atInfo().addKeyValue("reason", e.getMessage()).log("no data folder, pages go to /tmp");
      return Optional.empty();
    }
  }

  private static FileSystemOptions fileSystem(Optional<PageFolder> pages) {
    FileSystemOptions options = new FileSystemOptions();
    pages.ifPresent(folder -> options.setFileCacheDir(folder.path().toString()));
    return options;
  }

  /** What a person needs to know once it runs. */
  record Address(int port, int managementPort, Optional<Path> adminPassword) {}

  /**
   * Starts everything.
   *
   * @throws StartFailure if it cannot run as configured; whatever was started must be drained
   */
  Address start() throws StartFailure {
    cluster.watch(readiness, metrics.registry());
    readiness.required("migrations", () -> Future.succeededFuture(migrationState()));
    // Else a balancer sends webhooks to a door that is not there yet.
    readiness.required("start", () -> Future.succeededFuture(startState()));
    ManagementServer port =
        new ManagementServer(vertx, config.managementAddr(), liveness, readiness, metrics);
    // Takes as long as the migrations, and needs nothing of theirs.
    Future<OpenApiContract> contract =
        servesHttp()
            ? OpenApiContract.load(vertx)
            : Future.failedFuture("this node serves no HTTP");
    management = port;
    int managementPort = await(port.start(), "the management port");
    Accounts.Tokens tokens = tokens();
    PostgresConfig postgres = postgres();
    migrate(postgres);
    CoreServices core = CoreServices.on(vertx, metrics, postgres, tuning);
    this.core = core;
    readiness.required("database", () -> core.database().ping().map(CheckResult.ok()));
    core.wakeupNotifier().start();
    AccountsFeature accounts = new AccountsFeature(config, core, tokens);
    Roles parts = new Roles(config, core, readiness, liveness, accounts, contract, extras);
    roles = parts;
    Optional<Path> adminPassword =
        servesHttp() ? await(accounts.firstAdmin(), "the first admin") : Optional.empty();
    int httpPort = await(parts.start(), "Foyer");
    open.set(true);
    return new Address(httpPort, managementPort, adminPassword);
  }

  private boolean servesHttp() {
    return config.roles().isEmpty() || config.roles().contains(Role.HTTP);
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
    if (config.postgres().isPresent()) {
      return config.postgres().get();
    }
    try {
      EmbeddedPostgres server = EmbeddedPostgres.start(config.dataDir());
      embedded = server;
      return server.config();
    } catch (EmbeddedPostgresException e) {
      throw new StartFailure("embedded database: " + e.getMessage(), e);
    }
  }

  /** Waits for a server that is away; gives up on one that refuses us. */
  private void migrate(PostgresConfig postgres) throws StartFailure {
    for (int attempt = 1; ; attempt++) {
      try {
        String version = new Migrations(postgres).migrate();
        migrated.set(true);
        log.atInfo().addKeyValue("schema", version).log("database is up to date");
        return;
      } catch (SchemaException e) {
        throw new StartFailure("schema: " + e.getMessage(), e);
      } catch (SQLException e) {
        if (!Migrations.worthWaiting(e) || stopping.get()) {
          throw new StartFailure("postgres: " + e.getMessage(), e);
        }
        log.atWarn()
            .addKeyValue("attempt", attempt)
            .addKeyValue("reason", e.getMessage())
            .log("database is away, waiting for it");
        pause(Backoff.backoff(attempt, Duration.ofMillis(500), Duration.ofSeconds(5)));
      } catch (RuntimeException e) {
        throw new StartFailure("migrations: " + e.getMessage(), e);
      }
    }
  }

  private void pause(Duration pause) throws StartFailure {
    await(vertx.timer(pause.toMillis(), TimeUnit.MILLISECONDS).mapEmpty(), "the database");
  }

  /** Finishes what was begun, lets go of everything, and takes no new work; may be called twice. */
  void drain() {
    if (stopping.getAndSet(true)) {
      return;
    }
    long end = System.nanoTime() + DRAIN.toNanos();
    readiness.draining();
    log.atInfo().log("draining");
    quietly("cluster", cluster::withdraw, end);
    if (roles != null) {
      roles.drainSteps().forEach(step -> quietly(step.name(), step.action(), end));
    }
    if (core != null) {
      quietly("database", core::close, end);
    }
    if (management != null) {
      quietly("management port", management::close, end);
    }
    quietly("event loops", vertx::close, end);
    pages.ifPresent(PageFolder::close);
    if (embedded != null) {
      embedded.close();
    }
    metrics.close();
    log.atInfo().log("stopped");
  }

  private static void quietly(String step, Supplier<? extends Future<?>> action, long end) {
    try {
      long left = Math.max(TimeUnit.MILLISECONDS.toNanos(200), end - System.nanoTime());
      action.get().await(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      log.atWarn().addKeyValue("step", step).log("not drained in time");
    } catch (Exception e) {
      log.atWarn().addKeyValue("step", step).setCause(e).log("not drained cleanly");
    }
  }

  private static <T> T await(Future<T> future, String what) throws StartFailure {
    try {
      return future.await(STEP.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new StartFailure(what + " did not start in time", e);
    } catch (Exception e) {
      // await() throws the future's own failure, checked or not.
      throw new StartFailure(what + ": " + e.getMessage(), e);
    }
  }

  /** Why Foyer could not start, for the operator. */
  static final class StartFailure extends IOException {
    private static final long serialVersionUID = 1L;

    StartFailure(String message, Throwable cause) {
      super(message, cause);
    }
  }
}

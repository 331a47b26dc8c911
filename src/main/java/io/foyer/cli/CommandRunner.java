package io.foyer.cli;

import io.foyer.CoreServices;
import io.foyer.DatabaseAccess;
import io.foyer.Foyer;
import io.foyer.Foyer.Address;
import io.foyer.Foyer.StartFailure;
import io.foyer.FoyerConfig;
import io.foyer.NodeSettings.LogFormat;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.config.Settings;
import io.foyer.platform.config.Sources;
import io.foyer.platform.db.Migrations;
import io.foyer.platform.db.PostgresConfig;
import io.foyer.platform.db.SchemaException;
import io.foyer.platform.observe.Logging;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What commands need, each by a method: the configuration with logging applied, the migrated
 * database, {@link CoreServices}, a running node. All block and return the exit code.
 */
final class CommandRunner {
  private static final Logger log = LoggerFactory.getLogger(CommandRunner.class);
  private static final int PATIENCE_SECONDS = 30;

  private final ConfigOptions options;
  private final Shutdown shutdown;
  private final PrintStream out;

  CommandRunner(ConfigOptions options, Shutdown shutdown, PrintStream out) {
    this.options = options;
    this.shutdown = shutdown;
    this.out = out;
  }

  /** Work on the database. */
  interface DatabaseTask {
    /**
     * Does it.
     *
     * @param schema the version of the schema, which is the newest
     */
    int run(PostgresConfig postgres, String schema) throws IOException, SQLException;
  }

  /** Work with the services of a node. */
  interface ServicesTask {
    int run(CoreServices core) throws IOException, SQLException;
  }

  /** The settings in effect, as they are. */
  Settings<FoyerConfig> settings() {
    return options.load();
  }

  /** The settings in effect where their sources are changed. */
  FoyerConfig reload(UnaryOperator<Sources> change) {
    return options.load(change).config();
  }

  PrintStream out() {
    return out;
  }

  Shutdown shutdown() {
    return shutdown;
  }

  /** Runs {@code command} with the settings in effect. */
  int withConfig(ToIntFunction<FoyerConfig> command) {
    return withConfig(Map.of(), command);
  }

  /** The same, where options of the command override settings. */
  int withConfig(Map<String, String> overrides, ToIntFunction<FoyerConfig> command) {
    Settings<FoyerConfig> settings = options.load(overrides);
    FoyerConfig config = settings.config();
    Logging.apply(config.node().logLevel().severity(), format(config.node().logFormat()));
    settings
        .warnings()
        .forEach(each -> log.atWarn().addKeyValue("setting", each).log("retired setting ignored"));
    settings
        .unknownVariables()
        .forEach(
            each -> log.atWarn().addKeyValue("variable", each).log("unknown variable ignored"));
    return command.applyAsInt(config);
  }

  private static Logging.Format format(LogFormat format) {
    return switch (format) {
      case TEXT -> Logging.Format.TEXT;
      case JSON -> Logging.Format.JSON;
    };
  }

  /** Runs {@code task} on the migrated database. A signal interrupts it. */
  int withDatabase(FoyerConfig config, DatabaseTask task) {
    return shutdown.run(
        () -> {
          try (DatabaseAccess access = DatabaseAccess.of(config)) {
            return task.run(access.postgres(), new Migrations(access.postgres()).migrate());
          } catch (SQLException e) {
            throw new Problem.Unavailable("database: " + e.getMessage(), Duration.ZERO)
                .asException();
          } catch (SchemaException e) {
            throw new Problem.Conflict(DatabaseAccess.refusal(config, e)).asException();
          } catch (IOException e) {
            throw new Problem.Unavailable("file: " + e, Duration.ZERO).asException();
          }
        });
  }

  /** Runs {@code task} with services on the migrated database. A signal interrupts it. */
  int withServices(FoyerConfig config, ServicesTask task) {
    return withDatabase(
        config,
        (postgres, schema) -> {
          CoreServices core = CoreServices.forCommand(postgres);
          try {
            return task.run(core);
          } finally {
            core.close().await();
            core.vertx().close().await();
            core.metrics().close();
          }
        });
  }

  /** Waits for what is written for event loops. */
  static <T> T await(Future<T> future) throws SQLException {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ProblemException e) {
      throw e;
    } catch (TimeoutException e) {
      throw new SQLException("no answer within " + PATIENCE_SECONDS + " s", e);
    } catch (Exception e) {
      // await() throws the future's own failure, checked or not.
      throw new SQLException(e.getMessage(), e);
    }
  }

  /**
   * Runs a node until a signal drains it.
   *
   * @param welcome prints where it is, once it has started
   * @param drain stops it in order
   */
  int serve(Foyer foyer, Consumer<Address> welcome, Runnable drain) {
    shutdown.drainBy(drain);
    return shutdown.run(() -> start(foyer, welcome)) == 0 ? Shutdown.awaitSignal() : 1;
  }

  private int start(Foyer foyer, Consumer<Address> welcome) {
    try {
      Address address = foyer.start();
      if (!shutdown.begun()) {
        welcome.accept(address);
        out.flush();
      }
      return 0;
    } catch (StartFailure e) {
      if (!shutdown.begun()) { // else a signal came while it started: an ordered end
        log.atError().addKeyValue("cause", e.getMessage()).log("Start failed");
      }
      return 1;
    }
  }

  /** Prints where a node is. */
  void print(FoyerConfig config, Address address) {
    out.println("Foyer is open at " + config.http().publicAddress(address.port()));
    out.println(
        "Management: http://%s:%d/ready"
            .formatted(config.http().managementAddr().host(), address.managementPort()));
    address
        .adminPassword()
        .ifPresent(file -> out.println("Log in as admin; the password is in " + file));
    if (config.evaluations().intra().isEmpty()) {
      out.println(
          "Webhooks are off until INTRA_APP_ID, INTRA_APP_SECRET and INTRA_WEBHOOKS are set");
    }
  }
}

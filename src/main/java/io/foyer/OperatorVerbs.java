package io.foyer;

import io.foyer.accounts.Admins;
import io.foyer.admin.OutboxDesk;
import io.foyer.admin.backup.Backup;
import io.foyer.cli.CommandHandlers.CreateAdminRequest;
import io.foyer.cli.CommandHandlers.FeedExport;
import io.foyer.cli.CommandHandlers.OutboxQuery;
import io.foyer.cli.CommandHandlers.OutboxReplay;
import io.foyer.evaluations.OldInstallation;
import io.foyer.meetings.MeetingService;
import io.foyer.platform.Ids;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.DatabaseSubscriber;
import io.foyer.platform.db.Migrations;
import io.foyer.platform.db.PostgresConfig;
import io.foyer.platform.db.SchemaException;
import io.foyer.platform.jobs.JobStore;
import io.foyer.platform.outbox.OutboxStore;
import io.foyer.rooms.jitsi.JitsiRooms;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/**
 * The verbs that do one thing to the database and end. Each brings the schema up to date first, so
 * that it may be the first that ever ran. They block, and return the exit code.
 */
final class OperatorVerbs {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final PrintStream out;

  OperatorVerbs(PrintStream out) {
    this.out = out;
  }

  /** Something to do with the database. */
  private interface Task {
    int run(PostgresConfig postgres) throws IOException, SQLException;
  }

  private static int with(FoyerConfig config, Task task) {
    try (DatabaseAccess access = DatabaseAccess.of(config)) {
      return task.run(access.postgres());
    } catch (SQLException e) {
      throw new Problem.Unavailable("database: " + e.getMessage(), Duration.ZERO).asException();
    } catch (SchemaException e) {
      throw new Problem.Conflict(DatabaseAccess.refusal(config, e)).asException();
    } catch (IOException e) {
      throw new Problem.Unavailable("file: " + e, Duration.ZERO).asException();
    }
  }

  int migrate(FoyerConfig config) {
    return with(
        config,
        postgres -> {
          out.println("The schema is at version " + new Migrations(postgres).migrate());
          return 0;
        });
  }

  int backup(FoyerConfig config, Path target) {
    return with(
        config,
        postgres -> {
          new Migrations(postgres).migrate();
          tell("Wrote", target, new Backup(postgres).take(target));
          return 0;
        });
  }

  int restore(FoyerConfig config, Path source) {
    return with(
        config,
        postgres -> {
          new Migrations(postgres).migrate();
          tell("Restored", source, new Backup(postgres).restore(source));
          return 0;
        });
  }

  private void tell(String done, Path file, Backup.Summary it) {
    out.println(
        "%s %s: %d rows of %d tables, schema %s, as of %s"
            .formatted(done, file, it.rows(), it.tables(), it.schema(), it.takenAt()));
  }

  int takeOver(FoyerConfig config) {
    return with(
        config,
        postgres -> {
          tell(ask(postgres, (vertx, it) -> oldInstallation(config, vertx, it).takeOver()));
          return 0;
        });
  }

  private static OldInstallation oldInstallation(
      FoyerConfig config, Vertx vertx, Database database) {
    Ids ids = new Ids();
    JobStore jobs = new JobStore();
    WakeupNotifier wakeupNotifier =
        new WakeupNotifier(vertx, database, new DatabaseSubscriber(vertx, database));
    JitsiRooms rooms = new JitsiRooms(config.meetings().jitsi(), ids, InstantSource.system());
    MeetingService meetings =
        new MeetingService(
            ids,
            database,
            jobs,
            new OutboxStore(),
            wakeupNotifier,
            rooms,
            config.meetings().rules());
    return new OldInstallation(ids, database, jobs, meetings, config.meetings().missedAfter());
  }

  private void tell(OldInstallation.Counts counts) {
    out.println(
        """
        Taken over, to be announced:       %6d
        Taken over, announced by 42-jitsi: %6d
        Taken over, without a corrector:   %6d
        Taken over, missed:                %6d
        Left alone, known to Foyer:        %6d
        Left behind, without a time:       %6d\
        """
            .formatted(
                counts.waiting(),
                counts.announced(),
                counts.silent(),
                counts.missed(),
                counts.known(),
                counts.timeless()));
  }

  int list(FoyerConfig config, OutboxQuery query) {
    return with(
        config,
        postgres -> {
          new OutboxReport(out)
              .lines(
                  ask(
                      postgres,
                      (vertx, it) -> new OutboxDesk(it).list(query.states(), query.limit())));
          return 0;
        });
  }

  /** Fails if a message that was asked for by its id had to stay. */
  int replay(FoyerConfig config, OutboxReplay replay) {
    return with(
        config,
        postgres -> {
          OutboxDesk.Replay done =
              ask(
                  postgres,
                  (vertx, it) -> new OutboxDesk(it).replay(replay.ids(), replay.unknown()));
          new OutboxReport(out).replay(done);
          return replay.ids().isEmpty() || done.count() == replay.ids().stream().distinct().count()
              ? 0
              : 1;
        });
  }

  int createAdmin(FoyerConfig config, CreateAdminRequest wish) {
    CreateAdmin creation = new CreateAdmin(out, config, wish);
    return with(
        config,
        postgres -> {
          ask(postgres, (vertx, it) -> Admins.on(vertx, it).more(creation.account()));
          creation.print();
          return 0;
        });
  }

  int exportFeed(FoyerConfig config, FeedExport wish) {
    return with(
        config,
        postgres -> {
          new Migrations(postgres).migrate();
          Vertx vertx = Vertx.vertx();
          Database database = new Database(vertx, postgres);
          try {
            new FeedExporting(out, config, wish).run(vertx, database);
            return 0;
          } finally {
            database.close().await();
            vertx.close().await();
          }
        });
  }

  /** Runs what is written for event loops, and waits for it. */
  private static <T> T ask(PostgresConfig postgres, BiFunction<Vertx, Database, Future<T>> question)
      throws SQLException {
    new Migrations(postgres).migrate();
    Vertx vertx = Vertx.vertx();
    Database database = new Database(vertx, postgres);
    try {
      return question.apply(vertx, database).await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ProblemException e) {
      throw e;
    } catch (TimeoutException e) {
      throw new SQLException("no answer within " + PATIENCE.toSeconds() + " s", e);
    } catch (Exception e) {
      // await() throws the future's own failure, checked or not.
      throw new SQLException(e.getMessage(), e);
    } finally {
      database.close().await();
      vertx.close().await();
    }
  }
}

package io.foyer;

import io.foyer.platform.Ids;
import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.DatabaseSubscriber;
import io.foyer.platform.db.PostgresConfig;
import io.foyer.platform.inbox.InboxStore;
import io.foyer.platform.jobs.JobStore;
import io.foyer.platform.observe.Metrics;
import io.foyer.platform.outbox.OutboxStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;

/** Services shared by all features: Vert.x, clock, database, and the stores of shared tables. */
public record CoreServices(
    Vertx vertx,
    Metrics metrics,
    Ids ids,
    Database database,
    WakeupNotifier wakeupNotifier,
    InboxStore inbox,
    JobStore jobs,
    OutboxStore outbox,
    Tuning tuning,
    Set<Role> roles) {
  /** Makes the roles unmodifiable. */
  public CoreServices {
    roles = Set.copyOf(roles);
  }

  static CoreServices on(
      Vertx vertx, Metrics metrics, PostgresConfig postgres, Tuning tuning, Set<Role> roles) {
    Database database = new Database(vertx, postgres);
    WakeupNotifier wakeupNotifier =
        new WakeupNotifier(vertx, database, new DatabaseSubscriber(vertx, database));
    return new CoreServices(
        vertx,
        metrics,
        new Ids(),
        database,
        wakeupNotifier,
        new InboxStore(),
        new JobStore(),
        new OutboxStore(),
        tuning,
        roles);
  }

  /** Those of a command: they serve no role. */
  public static CoreServices forCommand(PostgresConfig postgres) {
    return on(Vertx.vertx(), new Metrics(), postgres, Tuning.STANDARD, Set.of());
  }

  /** Whether this node has a role. */
  boolean serves(Role role) {
    return roles.contains(role);
  }

  /** Closes the connections to the database. */
  public Future<Void> close() {
    return wakeupNotifier
        .close()
        .otherwiseEmpty()
        .compose(done -> database.close())
        .otherwiseEmpty();
  }
}

package io.foyer.accounts;

import io.foyer.platform.Ids;
import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.config.Secret;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.DatabaseSubscriber;
import io.foyer.platform.db.Tx;
import io.foyer.platform.web.Client;
import io.foyer.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The feature alone on a database of its own, with a mailbox that a test can look into. */
final class AccountsFixture implements AutoCloseable {
  /** What one network may register without a pause. */
  static final int REGISTRATIONS = 5;

  static final Client CLIENT = new Client("192.0.2.7", Optional.empty(), Optional.of("test"));

  private final Vertx vertx = Vertx.vertx();
  private final List<Letter> letters = new CopyOnWriteArrayList<>();
  private final TestDatabase fresh;
  private final Database database;
  private final WakeupNotifier wakeupNotifier;
  private final Accounts accounts;

  /** What a person would find in their mailbox. */
  record Letter(String account, Secret token) {}

  AccountsFixture() {
    this.fresh = TestDatabase.migrated("accounts");
    this.database = new Database(vertx, fresh.config());
    this.wakeupNotifier =
        new WakeupNotifier(vertx, database, new DatabaseSubscriber(vertx, database));
    this.accounts =
        new Accounts(
            new Accounts.House(
                vertx,
                new Ids(),
                database,
                wakeupNotifier,
                new SimpleMeterRegistry(),
                new HashCost(64, 1),
                Duration.ofSeconds(30),
                REGISTRATIONS),
            new Accounts.Tokens(
                Secret.of("a secret of more than thirty-two characters"),
                Optional.empty(),
                Duration.ofHours(1)),
            this::deliver);
    vertx.deployVerticle(accounts.revocations()).await();
  }

  private Future<Void> deliver(Tx tx, Account account, Secret token) {
    letters.add(new Letter(account.id(), token));
    return Future.succeededFuture();
  }

  AccountService service() {
    return accounts.service();
  }

  SessionService sessions() {
    return accounts.sessions();
  }

  Accounts accounts() {
    return accounts;
  }

  List<Letter> letters() {
    return letters;
  }

  TestDatabase fresh() {
    return fresh;
  }

  /** One more like the one of another node. */
  Admins admins() {
    return Admins.on(vertx, database);
  }

  Account register(String handle) {
    return service()
        .register(NewAccount.user(handle, handle + "@example.org", "correct horse"))
        .await();
  }

  LoggedIn logIn(String login, String password, Session.Carrier carrier) {
    return sessions().logIn(login, password, carrier, CLIENT).await();
  }

  @Override
  public void close() {
    wakeupNotifier.close().otherwiseEmpty().await();
    database.close().await();
    vertx.close().await();
    fresh.close();
  }
}

package io.foyer.accounts.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.accounts.Accounts;
import io.foyer.accounts.HashCost;
import io.foyer.platform.Ids;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.config.Secret;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.DatabaseSubscriber;
import io.foyer.testing.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long an answer of the accounts server counts, by a clock that the test sets. */
class OutsideClockIT {
  private static final Duration A_MOMENT = Duration.ofMillis(1);

  private final Vertx vertx = Vertx.vertx();
  private final AccountsServer server = new AccountsServer(vertx);
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private TestDatabase fresh;
  private Database database;
  private WakeupNotifier wakeupNotifier;
  private ExternalAccounts outside;

  @BeforeEach
  void open() {
    fresh = TestDatabase.migrated("outside_clock");
    database = new Database(vertx, fresh.config());
    wakeupNotifier = new WakeupNotifier(vertx, database, new DatabaseSubscriber(vertx, database));
    Accounts accounts =
        new Accounts(
            new Accounts.House(
                vertx,
                new Ids(),
                database,
                wakeupNotifier,
                new SimpleMeterRegistry(),
                new HashCost(64, 1),
                Duration.ofSeconds(30),
                100),
            new Accounts.Tokens(
                Secret.of("a secret of more than thirty-two characters"),
                Optional.empty(),
                Duration.ofHours(1)),
            (tx, account, token) -> Future.succeededFuture());
    outside =
        new ExternalAccounts(
            vertx,
            new ExternalAccountsConfig(server.url(), Duration.ofSeconds(10)),
            accounts.mirror(),
            () -> now.get(),
            Duration.ofSeconds(10));
  }

  @AfterEach
  void close() {
    outside.close().await();
    wakeupNotifier.close().otherwiseEmpty().await();
    database.close().await();
    vertx.close().await();
    fresh.close();
  }

  @Test
  void whoIsLoggedOutThereIsRefusedHereAfterTenSeconds() {
    server.knows("token", "subject", "Leaver", "user");
    assertThat(outside.bearer("token").await().handle()).isEqualTo("leaver");
    server.logsOut("token");

    passes(Duration.ofSeconds(10).minus(A_MOMENT));
    assertThat(outside.bearer("token").await().handle()).isEqualTo("leaver");

    passes(A_MOMENT);
    isRefused("token");
  }

  @Test
  void whoLogsInThereAfterARefusalIsAcceptedHereAfterFiveSeconds() {
    isRefused("token");
    server.knows("token", "subject", "Comer", "user");

    passes(Duration.ofSeconds(5).minus(A_MOMENT));
    isRefused("token");

    passes(A_MOMENT);
    assertThat(outside.bearer("token").await().handle()).isEqualTo("comer");
  }

  private void passes(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  private void isRefused(String token) {
    assertThatThrownBy(() -> outside.bearer(token).await())
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem()).isInstanceOf(Problem.Denied.class));
  }
}

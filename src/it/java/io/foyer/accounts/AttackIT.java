package io.foyer.accounts;

import static io.foyer.testing.Futures.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.accounts.AttemptStore.Count;
import io.foyer.accounts.Session.Carrier;
import io.foyer.platform.Problem;
import io.foyer.platform.config.Secret;
import io.foyer.platform.db.BlockingSession;
import io.foyer.platform.db.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What somebody tries who holds a little more than they should, and what a bad day brings. */
@TestInstance(Lifecycle.PER_CLASS)
class AttackIT {
  private static final String PASSWORD = "correct horse";

  private AccountsFixture fixture;
  private Vertx vertx;
  private Database database;

  @BeforeAll
  void open() throws Exception {
    fixture = new AccountsFixture();
    vertx = Vertx.vertx();
    database = new Database(vertx, fixture.fresh().config());
  }

  @AfterAll
  void close() throws Exception {
    database.close().await();
    vertx.close().await();
    fixture.close();
  }

  @Test
  void aLetterToAnAddressThatWasLeftOpensNothing() {
    Account alice = fixture.register("leaving");
    fixture.service().requestReset("leaving@example.org").await();
    await().until(() -> fixture.letters().stream().anyMatch(it -> it.account().equals(alice.id())));
    Secret token = fixture.letters().getLast().token();

    move(alice, "elsewhere@example.org", PASSWORD).await();

    assertProblem(fixture.service().resetPassword(token, "battery staple"), Problem.NotFound.class);
  }

  @Test
  void howeverManyAskAtOnceAMailboxGetsThreeLettersAnHour() throws Exception {
    Account alice = fixture.register("flooded");

    Future.all(
            IntStream.range(0, 40)
                .mapToObj(i -> fixture.service().requestReset("flooded@example.org"))
                .toList())
        .await();
    await().untilAsserted(() -> assertThat(letters(alice)).isPositive());
    for (int i = 0; i < 5; i++) {
      long before = letters(alice);
      fixture.service().requestReset("flooded@example.org").await();
      await().until(() -> letters(alice) > before || letters(alice) == 3);
    }

    await().during(Duration.ofMillis(300)).until(() -> letters(alice) == 3);
    fixture
        .fresh()
        .execute("UPDATE password_resets SET created_at = now() - interval '61 minutes'");
    fixture.service().requestReset("flooded@example.org").await();
    await().until(() -> letters(alice) == 4);
    assertThat(fixture.fresh().text("SELECT max(slot) FROM password_resets")).isEqualTo("3");
  }

  private long letters(Account of) {
    return fixture.letters().stream().filter(it -> it.account().equals(of.id())).count();
  }

  /** A row that somebody else holds stands for all that takes longer where there is an account. */
  @Test
  void anAnswerWaitsForNothingThatOnlyAKnownAddressHas() throws Exception {
    fixture.register("slow");
    try (Connection holder = BlockingSession.open(fixture.fresh().config(), "holder");
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("LOCK TABLE accounts, password_resets IN ACCESS EXCLUSIVE MODE");

      fixture.service().requestReset("slow@example.org").await(60, TimeUnit.SECONDS);
      fixture.service().requestReset("nobody@example.org").await(60, TimeUnit.SECONDS);
      holder.rollback();
    }
    await().until(() -> !fixture.letters().isEmpty());
  }

  @Test
  void whatIsMadeUpNeverReachesTheTables() throws Exception {
    Seal elsewhere = new Seal(Seal.newKey());
    SessionService sessions = fixture.sessions();
    fixture.register("sealed");
    fixture.logIn("sealed", PASSWORD, Carrier.OPAQUE); // from here on the seal is known
    try (Connection holder = BlockingSession.open(fixture.fresh().config(), "holder");
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute(
          "LOCK TABLE sessions, refresh_tokens, tickets, password_resets"
              + " IN ACCESS EXCLUSIVE MODE");

      assertProblem(soon(sessions.bearer(elsewhere.nextHex().reveal())), Problem.Denied.class);
      assertProblem(soon(sessions.cookie(elsewhere.next().reveal())), Problem.Denied.class);
      assertProblem(soon(sessions.refresh(elsewhere.next())), Problem.Denied.class);
      assertProblem(soon(sessions.redeem(elsewhere.next())), Problem.Denied.class);
      assertProblem(
          soon(fixture.service().resetPassword(elsewhere.next(), "battery staple")),
          Problem.NotFound.class);
      holder.rollback();
    }
  }

  private static <T> Future<T> soon(Future<T> answer) {
    return answer.timeout(5, TimeUnit.SECONDS);
  }

  @Test
  void whoFoundASessionCannotGuessThePasswordByIt() {
    Account alice = fixture.register("guessed");
    Account bob = fixture.register("unhurt");

    for (int i = 0; i < 10; i++) {
      assertProblem(change(alice, "guess number " + i), Problem.Invalid.class);
      assertProblem(move(alice, "x@example.org", "guess"), Problem.Invalid.class);
    }
    assertProblem(change(alice, "guess number 20"), Problem.Invalid.class);

    assertProblem(change(alice, PASSWORD), Problem.TooMany.class);
    assertProblem(move(alice, "x@example.org", PASSWORD), Problem.TooMany.class);
    assertThat(fixture.logIn("guessed", PASSWORD, Carrier.TOKEN).account()).isNotNull();
    change(bob, PASSWORD).await();
  }

  @Test
  void aRightPasswordBeginsAnew() {
    Account alice = fixture.register("clumsy");
    for (int i = 0; i < 30; i++) {
      assertProblem(change(alice, "a slip"), Problem.Invalid.class);
      move(alice, "clumsy" + i + "@example.org", PASSWORD).await();
    }
  }

  @Test
  void anAddressThatIsAlwaysBusyIsForgivenAfterAnHour() throws Exception {
    AttemptStore attempts = new AttemptStore();
    Count school = Count.address("198.51.100.1");
    for (int i = 0; i < 201; i++) {
      assertThat(attempts.charge(database, school, LockoutPolicy.ADDRESS).await()).isZero();
    }
    assertThat(attempts.charge(database, school, LockoutPolicy.ADDRESS).await()).isPositive();

    // What an hour does, seen from an attempt half an hour ago.
    shift("30 minutes");
    assertThat(attempts.charge(database, school, LockoutPolicy.ADDRESS).await()).isZero();
    shift("31 minutes");
    attempts.charge(database, school, LockoutPolicy.ADDRESS).await();

    assertThat(attempts.charge(database, school, LockoutPolicy.ADDRESS).await()).isZero();
    assertThat(fixture.fresh().text("SELECT failures FROM login_attempts WHERE kind = 'network'"))
        .isEqualTo("2");
  }

  private void shift(String by) throws Exception {
    fixture
        .fresh()
        .execute(
            "UPDATE login_attempts SET last_at = last_at - interval '%s',".formatted(by)
                + " blocked_until = blocked_until - interval '%s' WHERE kind = 'network'"
                    .formatted(by));
  }

  @Test
  void aReadingGoesOnWhereTheLastOneWasHoweverLongTheMachineSlept() throws Exception {
    SessionStore store = new SessionStore();
    fixture.register("sleeper");
    LoggedIn made = fixture.logIn("sleeper", PASSWORD, Carrier.TOKEN);
    String session = made.session().id();
    fixture.sessions().end(made.account().id(), session).await();
    fixture
        .fresh()
        .execute(
            "UPDATE sessions SET revoked_at = now() - interval '20 minutes' WHERE id = '%s'"
                .formatted(session));
    Duration overlap = Duration.ofSeconds(60);
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);

    assertThat(ended(store, Optional.of(now.minusMinutes(22)), overlap)).contains(session);
    assertThat(ended(store, Optional.of(now.minusMinutes(18)), overlap)).doesNotContain(session);
    assertThat(ended(store, Optional.empty(), Revocations.MEMORY)).contains(session);
    assertThat(store.endedSince(database, Optional.of(now), overlap).await().asOf())
        .isBetween(now.minusSeconds(5), OffsetDateTime.now(ZoneOffset.UTC).plusSeconds(5));
  }

  @Test
  void aReadingGoesBackWithTheClockOfTheServerThatTookOver() throws Exception {
    fixture.register("failover");
    LoggedIn made = fixture.logIn("failover", PASSWORD, Carrier.TOKEN);
    fixture.sessions().end(made.account().id(), made.session().id()).await();

    OffsetDateTime ahead = OffsetDateTime.now(ZoneOffset.UTC).plusHours(1);

    assertThat(ended(new SessionStore(), Optional.of(ahead), Duration.ofSeconds(60)))
        .contains(made.session().id());
  }

  private Set<String> ended(SessionStore store, Optional<OffsetDateTime> since, Duration overlap) {
    return store.endedSince(database, since, overlap).await().sessions();
  }

  private Future<Void> change(Account who, String current) {
    return fixture.service().changePassword(who.id(), "", current, PASSWORD);
  }

  private Future<Account> move(Account who, String email, String password) {
    return fixture
        .service()
        .change(
            who.id(),
            new AccountChange(
                Optional.empty(), Optional.empty(), Optional.of(email), Optional.of(password)));
  }
}

package io.foyer.accounts;

import static io.foyer.testing.Futures.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.accounts.AttemptStore.Count;
import io.foyer.accounts.Session.Carrier;
import io.foyer.platform.Problem;
import io.foyer.platform.db.Database;
import io.foyer.platform.web.Client;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Whoever guesses somebody's password is held up; that somebody is not. */
@TestInstance(Lifecycle.PER_CLASS)
class LockOutIT {
  private static final String HOME = "192.0.2.1";
  private static final String ELSEWHERE = "198.51.100.1";
  private static final String GUESSER = "203.0.113.1";
  private static final String ATTACKER = "203.0.113.2";

  private final AttemptStore attempts = new AttemptStore();
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
  void whoGuessesFromOnePlaceIsHeldUpThereAlone() {
    fixture.register("guessed");
    for (int i = 0; i <= LockoutPolicy.LOGIN.free(); i++) {
      charge(Count.perLoginAndNetwork("guessed", GUESSER), LockoutPolicy.LOGIN);
    }

    assertThat(refusal(logIn("guessed", GUESSER))).isPositive();
    assertThat(logIn("guessed", ELSEWHERE).await().account().handle()).isEqualTo("guessed");
  }

  @Test
  void whoGuessesFromEverywhereHoldsUpStrangersForSecondsAndNobodyAtHome() throws Exception {
    fixture.register("famous");
    logIn("famous", HOME).await();
    for (int i = 0; i < 3; i++) {
      besieged("famous");

      assertThat(refusal(logIn("famous", ELSEWHERE))).isPositive();
      assertThat(logIn("famous", HOME).await().account().handle()).isEqualTo("famous");
    }

    pass("blocked_until = now()");
    assertThat(logIn("famous", ELSEWHERE).await().account().handle()).isEqualTo("famous");
  }

  @Test
  void afterThirtyDaysAPlaceIsStrangeAgain() throws Exception {
    fixture.register("moved");
    logIn("moved", HOME).await();
    pass("last_at = last_at - interval '31 days'");
    besieged("moved");

    assertThat(refusal(logIn("moved", HOME))).isPositive();
  }

  @Test
  void whoTriesOtherNamesKeepsNobodyOutWhoLoggedInFromThereBefore() throws Exception {
    String school = "192.0.2.77";
    fixture.register("pupil");
    fixture.register("newcomer");
    logIn("pupil", school).await();
    int refused = 0;
    for (int i = 0; i <= LockoutPolicy.ADDRESS.free() + 20; i++) {
      refused += problem(logIn("other" + i, school)) instanceof Problem.TooMany ? 1 : 0;
      if (refused > 0) {
        block(Count.address(school));
        assertThat(logIn("pupil", school).await().account().handle()).isEqualTo("pupil");
      }
    }

    assertThat(refused).isEqualTo(20);
    assertThat(refusal(logIn("newcomer", school))).isPositive();
  }

  @Test
  void aRefusedAttemptChargesNothing() throws Exception {
    fixture.register("stopped");
    charge(Count.address(ATTACKER), LockoutPolicy.ADDRESS);
    for (int i = 0; i <= LockoutPolicy.LOGIN.free(); i++) {
      charge(Count.perLoginAndNetwork("stopped", ATTACKER), LockoutPolicy.LOGIN);
    }
    pass("blocked_until = now() + interval '1 hour'");
    for (int i = 0; i < 10; i++) {
      assertThat(refusal(logIn("stopped", ATTACKER))).isPositive();
    }
    assertThat(failures(Count.address(ATTACKER))).isEqualTo(1);

    fixture.register("sought");
    besieged("sought");
    for (int i = 0; i < 10; i++) {
      assertThat(refusal(logIn("sought", ATTACKER))).isPositive();
    }
    assertThat(failures(Count.address(ATTACKER))).isEqualTo(1);
    assertThat(failures(Count.perLoginAndNetwork("sought", ATTACKER))).isZero();
  }

  @Test
  void guessingOneLogInIsStoppedAlsoWhereItsOwnerLoggedIn() {
    fixture.register("housemate");
    logIn("housemate", HOME).await();

    int denied = 0;
    while (problem(logIn("housemate", HOME, "wrong password")) instanceof Problem.Denied) {
      denied++;
    }

    assertThat(denied).isEqualTo(LockoutPolicy.LOGIN.free() + 1);
    assertThat(refusal(logIn("housemate", HOME))).isPositive();
  }

  private void block(Count count) throws Exception {
    fixture
        .fresh()
        .execute(
            """
            UPDATE login_attempts SET blocked_until = now() + interval '1 hour'
            WHERE kind = '%s' AND encode(key, 'hex') = '%s'
            """
                .formatted(count.kind(), hex(count)));
  }

  private static String hex(Count count) {
    return HexFormat.of().formatHex(count.key().getBytes());
  }

  private long failures(Count count) {
    return fixture
        .fresh()
        .number(
            """
            SELECT coalesce(sum(failures), 0) FROM login_attempts
            WHERE kind = ? AND encode(key, 'hex') = ?
            """,
            count.kind(),
            hex(count));
  }

  @Test
  void ofIpv6TheNetworkCounts() {
    Count one = Count.perLoginAndNetwork("a", "2001:db8:0:1::1");

    assertThat(Count.perLoginAndNetwork("a", "2001:db8:0:1:ffff::2")).isEqualTo(one);
    assertThat(Count.perLoginAndNetwork("a", "2001:db8:0:2::1")).isNotEqualTo(one);
    assertThat(Count.perLoginAndNetwork("b", "2001:db8:0:1::1")).isNotEqualTo(one);
  }

  /**
   * What thousands of guesses from as many networks within the hour leave: a pause of four seconds.
   * It is made longer then, so that a slow machine does not sit it out.
   */
  private void besieged(String login) throws Exception {
    Count everywhere = Count.perLogin(login);
    charge(everywhere, LockoutPolicy.CEILING);
    pass("failures = 5000, blocked_until = now()");
    String before = fixture.fresh().text("SELECT clock_timestamp()");
    charge(everywhere, LockoutPolicy.CEILING);
    assertThat(
            fixture
                .fresh()
                .text(
                    """
                    SELECT count(*) FROM login_attempts WHERE blocked_until - interval '4 seconds'
                    BETWEEN '%s' AND clock_timestamp()
                    """
                        .formatted(before)))
        .isEqualTo("1");
    pass("blocked_until = now() + interval '1 hour'");
  }

  private void charge(Count count, LockoutPolicy lockoutPolicy) {
    assertThat(attempts.charge(database, count, lockoutPolicy).await())
        .isGreaterThanOrEqualTo(Duration.ZERO);
  }

  private void pass(String change) throws Exception {
    fixture.fresh().execute("UPDATE login_attempts SET " + change + " WHERE kind <> 'network'");
  }

  private Future<LoggedIn> logIn(String login, String address) {
    return logIn(login, address, "correct horse");
  }

  private Future<LoggedIn> logIn(String login, String address, String password) {
    Client client = new Client(address, Optional.empty(), Optional.of("test"));
    return fixture.sessions().logIn(login, password, Carrier.TOKEN, client);
  }

  private static Duration refusal(Future<LoggedIn> refused) {
    return ((Problem.TooMany) problem(refused)).retryAfter();
  }
}

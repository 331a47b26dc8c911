package io.foyer.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.web.Caller.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strangers of one network register a number of accounts within an hour, then more slowly. */
class SignUpLimitIT {
  private static final String HERE = "192.0.2.1";

  private final AccountsFixture fixture = new AccountsFixture();
  private int made;

  @AfterEach
  void close() {
    fixture.close();
  }

  private Account signUp(String address) {
    made++;
    String handle = "person" + made;
    return fixture
        .service()
        .signUp(NewAccount.user(handle, handle + "@example.org", "correct horse"), address)
        .await();
  }

  private void assertRefused(String address) {
    assertThatThrownBy(() -> signUp(address))
        .isInstanceOfSatisfying(
            ProblemException.class,
            it ->
                assertThat(it.problem())
                    .isInstanceOfSatisfying(
                        Problem.TooMany.class, many -> assertThat(many.retryAfter()).isPositive()));
  }

  private void exhaust(String address) {
    for (int i = 0; i <= AccountsFixture.REGISTRATIONS; i++) {
      signUp(address);
    }
    assertRefused(address);
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.1, 192.0.2.1, 192.0.2.2", "2001:db8::1, 2001:db8::ffff, 2001:db8:0:1::1"})
  void oneNetworkIsRefusedAndAnotherIsNot(String first, String same, String other) {
    exhaust(first);

    assertRefused(same);
    assertThat(signUp(other).role()).isEqualTo(Role.USER);
  }

  @Test
  void afterAnHourTheNetworkIsForgiven() {
    exhaust(HERE);

    fixture
        .fresh()
        .execute(
            "UPDATE login_attempts SET last_at = now() - interval '61 minutes',"
                + " blocked_until = now()");

    assertThat(signUp(HERE).role()).isEqualTo(Role.USER);
  }

  @Test
  void aLogInFromTheNetworkIsNotRefused() {
    exhaust(HERE);

    fixture.logIn("person1", "correct horse", Session.Carrier.TOKEN);
  }

  @Test
  void whatIsInvalidIsNotCounted() {
    for (int i = 0; i < 3 * AccountsFixture.REGISTRATIONS; i++) {
      assertThatThrownBy(
              () ->
                  fixture
                      .service()
                      .signUp(NewAccount.user("ann", "no address", "correct horse"), HERE)
                      .await())
          .isInstanceOfSatisfying(
              ProblemException.class,
              it -> assertThat(it.problem()).isInstanceOf(Problem.Invalid.class));
    }

    assertThat(signUp(HERE).handle()).isEqualTo("person1");
  }

  @Test
  void whoMayRegisterOthersIsNotLimited() {
    for (int i = 0; i < 3 * AccountsFixture.REGISTRATIONS; i++) {
      assertThat(fixture.register("made" + i).handle()).isEqualTo("made" + i);
    }
  }
}

package io.foyer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long after failures no password is looked at. */
class BackoffTest {
  private final LockoutPolicy lockoutPolicy = new LockoutPolicy(3, Duration.ofSeconds(30));

  @ParameterizedTest
  @CsvSource({
    "1,0",
    "3,0",
    "4,1",
    "5,2",
    "6,4",
    "8,16",
    "9,30",
    "10,30",
    "1000,30",
    "2147483647,30"
  })
  void thePauseDoublesUpToItsEnd(int failures, int seconds) {
    assertThat(lockoutPolicy.after(failures)).hasSeconds(seconds);
  }

  @Test
  void theLadderSaysTheSame() {
    Double[] ladder = lockoutPolicy.ladder();

    assertThat(ladder).containsExactly(0.0, 0.0, 0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0);
  }

  @Test
  void aSchoolBehindOneAddressCanLogIn() {
    assertThat(LockoutPolicy.ADDRESS.after(200)).isZero();
    assertThat(LockoutPolicy.LOGIN.after(1_000_000)).hasSeconds(30);
  }
}

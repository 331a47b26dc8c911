package io.foyer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which passwords are too common. */
final class CommonPasswordsTest {
  @ParameterizedTest
  @ValueSource(strings = {"12345678", "password", "PassWord1", "qwertyuiop", "iloveyou"})
  void whatEverybodyGuessesFirstIsCommon(String password) {
    assertThat(CommonPasswords.contains(password)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"correct horse battery staple", "12345678 12345678", "x7Kq-2pLz", ""})
  void aPassphraseIsNot(String password) {
    assertThat(CommonPasswords.contains(password)).isFalse();
  }
}

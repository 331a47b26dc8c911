package io.foyer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for an e-mail address. */
class EmailTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a@b.co",
        "first.last+tag@mail.example.org",
        "用户@例子.中国",
        "o'hara@example.ie",
        "x@xn--fsqu00a.xn--0zwm56d"
      })
  void anAddressIsTaken(String text) {
    assertThat(Email.of(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "@b.co",
        "a@",
        "a@b",
        "a b@c.de",
        "a@b c.de",
        "A <a@b.co>",
        "a@@b.co",
        "a@b..co",
        ".a@b.co",
        "a.@b.co",
        "a..b@c.de",
        "a@-b.co",
        "a@b.co\n",
        "a\u0000@b.co",
        "\"a b\"@c.de",
        "a@[127.0.0.1]",
        "a@b.co,c@d.ef",
        "a@1.2.3.4"
      })
  void anythingElseIsNot(String text) {
    assertThat(Email.of(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"John@Example.ORG", "john@example.org", "JOHN@EXAMPLE.ORG"})
  void letterCaseMakesNoOtherAddress(String text) {
    assertThat(Email.of(text).map(Email::key))
        .isEqualTo(Email.of("john@example.org").map(Email::key));
    assertThat(Email.of(text).orElseThrow().text()).endsWith("@example.org");
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 100_000})
  void aLongOneIsRefused(int length) {
    assertThat(Email.of("a".repeat(length) + "@b.co")).isEmpty();
    assertThat(Email.of("a@" + "b.".repeat(length) + "co")).isEmpty();
  }
}

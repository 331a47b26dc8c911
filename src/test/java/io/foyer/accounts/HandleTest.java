package io.foyer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be a handle, and which two are one. */
class HandleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a", "JohnDoe", "42", "Ελένη", "Иван", "李小龍", "まりこ", "محمد", "דוד", "हिन्दी", "ไทย", "한국어",
        "தமிழ்", "ñandú", "𝒜lice", "𠮷野"
      })
  void lettersAndDigitsOfAnyScriptAreAHandle(String text) {
    assertThat(Handle.of(text)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        " a",
        "a ",
        "a_b",
        "a-b",
        "a.b",
        "a@b",
        "a\u0000b",
        "a\nb",
        "\u0301a",
        "a\u200bb",
        "a\u202eb",
        "😀",
        "\ud800",
        "a\ud800",
        "½",
        "\u00a0",
        "\ufeffa",
        "a\u00ad"
      })
  void nothingElseIs(String text) {
    assertThat(Handle.of(text)).isEmpty();
  }

  @Test
  void sixtyFourCharactersAreTheMost() {
    assertThat(Handle.of("a".repeat(64))).isPresent();
    assertThat(Handle.of("𠮷".repeat(64))).isPresent();
    assertThat(Handle.of("a".repeat(65))).isEmpty();
    assertThat(Handle.of("\ufdfa".repeat(30))).isEmpty(); // one character that becomes eighteen
    assertThat(Handle.of("a".repeat(1_000_000))).isEmpty();
  }

  @Test
  void aHandleIsShownInLowerCase() {
    assertThat(Handle.of("JohnDoe").map(Handle::text)).contains("johndoe");
    assertThat(Handle.of("ΟΔΟΣ").map(Handle::text)).contains("οδος");
  }

  @ParameterizedTest
  @CsvSource({
    "JohnDoe,johndoe",
    "STRASSE,straße",
    "STRAẞE,strasse",
    "ΟΔΟΣ,οδοσ",
    "οδος,ΟΔΟΣ",
    "ｆｕｌｌ,full",
    "é,é",
    "İ,i",
    "ı,I",
    "ﬁn,FIN",
    "Ǆ,ǆ",
    "𝒜lice,alice",
    "K,k"
  })
  void letterCaseAndFormsOfALetterMakeNoDifference(String one, String other) {
    assertThat(Handle.of(one).map(Handle::key)).isEqualTo(Handle.of(other).map(Handle::key));
    assertThat(Handle.of(one)).isPresent();
  }

  @Test
  void lettersThatOnlyLookAlikeAreDifferent() {
    assertThat(Handle.of("аlice").orElseThrow().key())
        .isNotEqualTo(Handle.of("alice").orElseThrow().key());
  }

  @Property
  void whatIsShownIsTheSameHandleAgain(@ForAll String text) {
    Optional<Handle> handle = Handle.of(text);

    handle.ifPresent(
        it -> {
          assertThat(Handle.of(it.text())).contains(it);
          assertThat(Folding.key(it.key())).isEqualTo(it.key());
          assertThat(it.text()).doesNotContain("\u0000");
        });
  }

  @Property
  void anyCaseOfAHandleIsThatHandle(@ForAll String text) {
    Optional<String> key = Handle.of(text).map(Handle::key);

    key.ifPresent(
        it -> assertThat(Folding.key(text.toUpperCase(java.util.Locale.ROOT))).isEqualTo(it));
  }

  @Test
  void aHandleCanBeMadeFromAName() {
    assertThat(Handle.near("Jane D. O'Hara").map(Handle::text)).contains("janedohara");
    assertThat(Handle.near("  ...  ")).isEmpty();
  }
}

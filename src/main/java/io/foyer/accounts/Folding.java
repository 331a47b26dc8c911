package io.foyer.accounts;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;

/**
 * Case folding for unique names: Unicode's compatibility form (NFKC) without letter case.
 * Independent of the locale, and idempotent.
 */
final class Folding {
  private Folding() {}

  /** The key of a text: equal for texts that differ in letter case or in compatibility forms. */
  static String key(String text) {
    // Through upper case, for the letters with more than one small form (ß and ss, ς and σ), and
    // through lower case before that, for the one with two large forms (ẞ, which is no SS).
    String upper = compatible(eachLower(compatible(text))).toUpperCase(Locale.ROOT);
    return compatible(eachLower(compatible(upper)));
  }

  /** The text in NFKC. */
  static String compatible(String text) {
    return Normalizer.normalize(text, Form.NFKC);
  }

  /** Letter by letter: a whole word in lower case would end in ς. */
  private static String eachLower(String text) {
    return text.codePoints()
        .map(Character::toLowerCase)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Whether text can be kept at all: no NUL, and no half of a surrogate pair. */
  static boolean storable(String text) {
    return text.codePoints()
        .noneMatch(
            each ->
                each == 0 || (each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE));
  }
}

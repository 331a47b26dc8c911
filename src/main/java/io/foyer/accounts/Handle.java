package io.foyer.accounts;

import java.util.Locale;
import java.util.Optional;

/**
 * A validated, unique user name: letters and digits of any script, and combining marks after a
 * letter (as in हिन्दी). Nothing is trimmed or replaced: invalid input is rejected.
 *
 * @param text display form: NFKC, in lower case
 * @param key unique key
 */
public record Handle(String text, String key) {
  /** The most characters, after normalization. */
  public static final int LONGEST = 64;

  /** The handle; empty where the text cannot be one. */
  public static Optional<Handle> of(String given) {
    if (given.length() > 4 * LONGEST) {
      return Optional.empty();
    }
    String text = Folding.compatible(Folding.compatible(given).toLowerCase(Locale.ROOT));
    boolean good =
        !text.isEmpty()
            && text.codePointCount(0, text.length()) <= LONGEST
            && Character.isLetterOrDigit(text.codePointAt(0))
            && text.codePoints().allMatch(Handle::allowed);
    return good ? Optional.of(new Handle(text, Folding.key(text))) : Optional.empty();
  }

  /** A handle made from any text, such as a name; empty where nothing of it can stay. */
  public static Optional<Handle> near(String text) {
    String compatible = Folding.compatible(text);
    String kept =
        compatible
            .codePoints()
            .filter(Handle::allowed)
            .dropWhile(each -> !Character.isLetterOrDigit(each))
            .limit(LONGEST / 2)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return of(kept);
  }

  private static boolean allowed(int each) {
    return Character.isLetterOrDigit(each)
        || Character.getType(each) == Character.NON_SPACING_MARK
        || Character.getType(each) == Character.COMBINING_SPACING_MARK;
  }
}

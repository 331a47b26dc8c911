package io.foyer.accounts;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A validated e-mail address: a local part, {@code @}, and a domain name with a dot, in any script.
 * Quoted local parts, comments, address literals and display names are rejected. Deliverability is
 * not checked.
 *
 * @param text as entered, with its domain in lower case
 * @param key unique key, independent of letter case
 */
public record Email(String text, String key) {
  private static final int LONGEST = 254;
  private static final int LONGEST_LOCAL = 64;
  private static final Pattern LOCAL =
      Pattern.compile(
          "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+(\\.[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+)*");
  private static final Pattern DOMAIN =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])");

  /** The address; empty where the text is none. */
  public static Optional<Email> of(String given) {
    int at = given.lastIndexOf('@');
    if (at < 1 || at > LONGEST_LOCAL || given.length() > LONGEST) {
      return Optional.empty();
    }
    String local = given.substring(0, at);
    String domain = given.substring(at + 1).toLowerCase(Locale.ROOT);
    if (!LOCAL.matcher(local).matches() || !DOMAIN.matcher(ascii(domain)).matches()) {
      return Optional.empty();
    }
    String text = local + "@" + domain;
    return Optional.of(new Email(text, Folding.key(text)));
  }

  /** As the mail's way has it; empty where there is no such name. */
  private static String ascii(String domain) {
    try {
      return IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}

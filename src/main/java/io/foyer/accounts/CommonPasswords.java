package io.foyer.accounts;

import com.nulabinc.zxcvbn.StandardDictionaries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The passwords that are guessed first: the list of zxcvbn (30,000 from published leaks, lower
 * case), without those that are too short to be taken anyway. Loaded with the class, in
 * milliseconds, by the first password that is chosen.
 */
final class CommonPasswords {
  private static final Set<String> LIST = load();

  private CommonPasswords() {}

  private static Set<String> load() {
    try {
      return StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies().stream()
          .filter(each -> each.length() >= Fields.SHORTEST_PASSWORD)
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the list is in the program's own jars
    }
  }

  /** Whether it is one of them, in any letter case. */
  static boolean contains(String password) {
    return LIST.contains(password.toLowerCase(Locale.ROOT));
  }
}

package io.foyer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldingTest {
  private static List<String> characters() {
    return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
        .filter(each -> Character.isDefined(each) && Character.getType(each) != Character.SURROGATE)
        .mapToObj(Character::toString)
        .toList();
  }

  @Test
  void noCharacterHasAnotherKeyInAnotherCase() {
    assertThat(characters())
        .hasSizeGreaterThan(200_000)
        .filteredOn(
            each -> {
              String key = Folding.key(each);
              return !Folding.key(each.toUpperCase(Locale.ROOT)).equals(key)
                  || !Folding.key(each.toLowerCase(Locale.ROOT)).equals(key);
            })
        .isEmpty();
  }

  @Test
  void foldingTwiceIsFoldingOnce() {
    assertThat(characters())
        .filteredOn(each -> !Folding.key(Folding.key(each)).equals(Folding.key(each)))
        .isEmpty();
  }
}

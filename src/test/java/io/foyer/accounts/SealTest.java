package io.foyer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Locale;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What was made up is known at sight. */
class SealTest {
  private final byte[] key = Seal.newKey();
  private final Seal seal = new Seal(key);

  @Example
  void whatItMadeItKnowsAndSoDoesAnotherNodeOfTheHouse() {
    Seal elsewhere = new Seal(key);

    assertThat(elsewhere.knows(seal.next().reveal())).isTrue();
    assertThat(elsewhere.knows(seal.nextHex().reveal())).isTrue();
    assertThat(seal.next().reveal()).matches("[A-Za-z0-9_-]{43}");
    assertThat(seal.nextHex().reveal()).matches("[0-9a-f]{64}");
  }

  @Example
  void ofAnotherHouseItKnowsNothing() {
    Seal other = new Seal(Seal.newKey());

    assertThat(seal.knows(other.next().reveal())).isFalse();
    assertThat(seal.knows(other.nextHex().reveal())).isFalse();
  }

  @Property
  void whatIsMadeUpItDoesNotKnow(@ForAll @Size(32) byte[] madeUp) {
    assertThat(seal.knows(HexFormat.of().formatHex(madeUp))).isFalse();
  }

  @Property
  void anyTextIsSimplyUnknown(@ForAll String text) {
    assertThat(seal.knows(text)).isFalse();
  }

  @Property
  void oneOtherBitIsAnotherSecret(@ForAll @IntRange(max = 255) int bit) {
    byte[] bytes = HexFormat.of().parseHex(seal.nextHex().reveal());
    bytes[bit / 8] ^= (byte) (1 << (bit % 8));

    assertThat(seal.knows(HexFormat.of().formatHex(bytes).toLowerCase(Locale.ROOT))).isFalse();
  }
}

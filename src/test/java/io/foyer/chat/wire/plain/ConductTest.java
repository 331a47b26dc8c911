package io.foyer.chat.wire.plain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConductTest {
  private final Conduct conduct = new Conduct();

  @Test
  void theTwentiethOffenceIsOneTooMany() {
    assertThat(IntStream.range(0, 19).anyMatch(i -> conduct.bad())).isFalse();
    assertThat(conduct.bad()).isTrue();
  }

  @Test
  void tenGoodFramesMakeUpForOne() {
    for (int round = 0; round < 100; round++) {
      assertThat(conduct.bad()).isFalse();
      IntStream.range(0, 10).forEach(i -> conduct.good());
    }
  }

  @Test
  void haste() {
    assertThat(IntStream.range(0, 199).anyMatch(i -> conduct.hasty())).isFalse();
    assertThat(conduct.hasty()).isTrue();
  }
}

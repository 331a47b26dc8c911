package io.foyer.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** A missing browser must not turn CI green. */
final class NeedsTest {
  @Test
  void returnsWhatIsThere() {
    assertThat(Needs.of("a browser", Optional.of("/usr/bin/chromium"), true))
        .isEqualTo("/usr/bin/chromium");
    assertThat(Needs.of("a browser", Optional.of("/usr/bin/chromium"), false))
        .isEqualTo("/usr/bin/chromium");
  }

  @Test
  void failsInCiAndNamesWhatIsMissing() {
    assertThatThrownBy(() -> Needs.of("a browser", Optional.empty(), true))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("missing: a browser");
  }

  @Test
  void skipsElsewhereAndNamesWhatIsMissing() {
    assertThatThrownBy(() -> Needs.of("a browser", Optional.empty(), false))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("missing: a browser");
  }
}

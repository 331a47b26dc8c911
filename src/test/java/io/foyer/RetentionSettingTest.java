package io.foyer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.platform.config.ConfigException;
import io.foyer.platform.config.Settings;
import io.foyer.platform.config.Sources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetentionSettingTest {
  private static FoyerConfig with(String retention) {
    Map<String, String> environment = Map.of("CONFIG_FILE", "", "MEETING_RETENTION", retention);
    return Settings.load(
            FoyerConfig.class, new Sources(Map.of(), environment, Optional.empty(), Path.of("")))
        .config();
  }

  @Test
  void meetingsThatMayBeUnderWayAreNeverForgotten() {
    assertThat(with("24h").meetings().meetingRetention()).isEqualTo(Duration.ofDays(1));
    assertThatThrownBy(() -> with("1h"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("meeting_retention: must be 24h or longer");
  }
}

package io.foyer.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.FoyerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings in effect, printed. */
class ConfigPrinterTest {
  private static final String TOKEN = "canary-1-of-thirty-two-characters";
  private static final Map<String, String> OVERRIDES =
      Map.of(
          "admin_token", TOKEN,
          "postgres.password", "canary-2",
          "intra.app_id", "null",
          "intra.app_secret", "canary-3",
          "intra.webhooks", "scale_team.create:canary-4,scale_team.create:canary-5",
          "slack_that.url", "http://localhost:8090",
          "slack_that.username", "it's: \"quoted\" # here\n",
          "roles", "http,timer");

  @TempDir private Path directory;

  @Test
  void everySettingIsPrintedWithItsOrigin() throws IOException {
    Files.writeString(directory.resolve("config.yml"), "\nwarn_before: 90m\n");

    String printed = ConfigPrinter.print(load(OVERRIDES, Map.of("TIMEOUT", "7s")).effective());

    assertThat(printed.lines())
        .contains(
            "http_addr: 0.0.0.0:8080 # default",
            "timeout: 7s # environment TIMEOUT",
            "warn_before: 1h30m # " + directory.resolve("config.yml") + " line 2",
            "# public_url: not set",
            "# rabbitmq: not set",
            "roles: [http, timer] # command line",
            "postgres:",
            "  password: \"***\" # command line",
            "  webhooks: {scale_team.create: [\"***\", \"***\"]} # command line",
            "  names: secret # default",
            "  # app_id: not set");
  }

  @Test
  void noSecretIsPrinted() {
    assertThat(ConfigPrinter.print(load(OVERRIDES, Map.of()).effective())).doesNotContain("canary");
  }

  @Test
  void whatIsPrintedReadsAsTheSameButForTheSecrets() throws IOException {
    Settings<FoyerConfig> first = load(OVERRIDES, Map.of());
    Files.writeString(directory.resolve("config.yml"), ConfigPrinter.print(first.effective()));

    // Three stars are too short a token.
    Settings<FoyerConfig> again = load(Map.of("admin_token", TOKEN), Map.of());

    assertThat(again.effective())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("origin")
        .isEqualTo(first.effective());
    assertThat(again.config().notifications().slackThat().orElseThrow().username())
        .isEqualTo("it's: \"quoted\" # here\n");
  }

  private Settings<FoyerConfig> load(
      Map<String, String> overrides, Map<String, String> environment) {
    return Settings.load(
        FoyerConfig.class, new Sources(overrides, environment, Optional.empty(), directory));
  }
}

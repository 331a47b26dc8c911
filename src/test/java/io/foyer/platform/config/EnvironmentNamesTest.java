package io.foyer.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.FoyerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of environment variables: ours alone, plain ones, and those that Kubernetes sets. */
class EnvironmentNamesTest {
  private static final Map<String, String> SERVICE_LINK =
      Map.of(
          "POSTGRES_PORT", "tcp://10.96.0.12:5432",
          "POSTGRES_SERVICE_HOST", "10.96.0.12",
          "POSTGRES_PORT_5432_TCP", "tcp://10.96.0.12:5432",
          "FOYER_POSTGRES_PORT", "tcp://10.96.0.13:5432");

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"en_US:en", "de_DE.UTF-8", "fr:en", "C"})
  void theLanguageOfGettextIsNoSetting(String language) {
    assertThat(load(Map.of("LANGUAGE", language)).config().notifications().language())
        .hasToString("EN");
    assertThatThrownBy(() -> load(Map.of("FOYER_LANGUAGE", language)))
        .hasMessageContaining("must be one of en, fr, es");
  }

  @Test
  void aWordThatIsALanguageIsASetting() {
    assertThat(load(Map.of("LANGUAGE", "fr")).config().notifications().language())
        .hasToString("FR");
  }

  @Test
  void aServiceLinkAloneIsNoSetting() {
    assertThat(load(SERVICE_LINK).config().services().postgres()).isEmpty();
  }

  @Test
  void besideAServiceLinkThePortComesFromElsewhere() throws IOException {
    Map<String, String> environment = new HashMap<>(SERVICE_LINK);
    environment.put("POSTGRES_PASSWORD", "p");
    assertThat(load(environment).config().services().postgres().orElseThrow().port())
        .isEqualTo(5432);

    Files.writeString(directory.resolve("config.yml"), "postgres: {port: 5433}\n");
    assertThat(load(environment).config().services().postgres().orElseThrow().port())
        .isEqualTo(5433);

    environment.put("FOYER_POSTGRES_PORT", "5434");
    assertThat(load(environment).config().services().postgres().orElseThrow().port())
        .isEqualTo(5434);
  }

  @Test
  void everySettingHasANameOfOursThatIsStronger() {
    assertThat(SchemaReader.of(FoyerConfig.class).keys())
        .allSatisfy(
            key -> {
              Map<String, String> both =
                  Map.of(key.variable(), "plain", "FOYER_" + key.variable(), "ours");
              Lookup lookup = new Lookup(sources(both), new ConfigNode.Tree(Map.of(), 0));

              Lookup.Found found = lookup.find(key).orElseThrow();

              assertThat(found.node()).isEqualTo(new ConfigNode.Scalar("ours"));
              assertThat(found.origin()).isEqualTo("environment FOYER_" + key.variable());
            });
  }

  @Test
  void aSecretFileUnderOurNameBeatsTheSecretUnderThePlainName() throws IOException {
    Files.writeString(directory.resolve("secret"), "from-the-file-of-ours\n");

    Settings<FoyerConfig> settings =
        load(Map.of("FOYER_POSTGRES_PASSWORD_FILE", "secret", "POSTGRES_PASSWORD", "plain"));

    assertThat(settings.config().services().postgres().orElseThrow().password().reveal())
        .isEqualTo("from-the-file-of-ours");
    assertThatThrownBy(
            () -> load(Map.of("FOYER_ADMIN_TOKEN", "a", "FOYER_ADMIN_TOKEN_FILE", "secret")))
        .hasMessageContaining("FOYER_ADMIN_TOKEN and FOYER_ADMIN_TOKEN_FILE");
  }

  @Test
  void theFileOfSettingsHasSuchANameToo() throws IOException {
    Files.writeString(directory.resolve("ours.yml"), "timeout: 3s\n");

    assertThat(
            load(Map.of("FOYER_CONFIG_FILE", "ours.yml", "CONFIG_FILE", "missing.yml"))
                .config()
                .http()
                .timeout())
        .hasSeconds(3);
  }

  @Test
  void aMisspeltNameOfOursIsReported() {
    assertThat(load(Map.of("FOYER_POSTGRES_HOSTT", "db", "FOYER_HOME", "/opt")).unknownVariables())
        .containsExactly("FOYER_POSTGRES_HOSTT");
  }

  private Settings<FoyerConfig> load(Map<String, String> environment) {
    return Settings.load(FoyerConfig.class, sources(environment));
  }

  private Sources sources(Map<String, String> environment) {
    return new Sources(Map.of(), environment, Optional.empty(), directory);
  }
}

package io.foyer.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.FoyerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may stand in the configuration file, and which file that is. */
class YamlFileTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"", "# only a comment\n", "---\n", "postgres:\n", "intra: {}\n"})
  void aFileThatSetsNothingIsFine(String text) throws IOException {
    assertThat(load(text).config().services().postgres()).isEmpty();
  }

  @Test
  void aSecretOfDigitsKeepsItsZerosAndAKeyWithoutValueIsUnset() throws IOException {
    FoyerConfig config =
        load("admin_token: 00120012001200120012001200120012\ntimeout:\npublic_url: ~\n").config();

    assertThat(config.accounts().adminToken())
        .hasValueSatisfying(
            it -> assertThat(it.matches("00120012001200120012001200120012")).isTrue());
    assertThat(config.http().timeout()).hasSeconds(10);
    assertThat(config.http().publicUrl()).isEmpty();
  }

  @Test
  void aSecretWithoutValueIsRefused() {
    assertThatThrownBy(() -> load("admin_token:\n")).hasMessage("admin_token: must not be empty");
    assertThatThrownBy(() -> load("admin_token: ''\n"))
        .hasMessage("admin_token: must not be empty");
  }

  @Test
  void aKeySetTwiceIsRefusedByPath() {
    assertThatThrownBy(() -> load("postgres:\n  password: x\n  host: a\n  host: b\n"))
        .hasMessage("postgres.host: is set twice, again in line 4");
  }

  @Test
  void anUnknownKeyIsRefusedWithItsNeighbour() {
    assertThatThrownBy(() -> load("slak_that:\n  url: http://a\n"))
        .hasMessage("slak_that: is not a setting; did you mean slack_that?");
    assertThatThrownBy(() -> load("jitsi: {nmaes: secret, zebra: 1}\n"))
        .hasMessage(
            """
            jitsi.nmaes: is not a setting; did you mean jitsi.names?
            jitsi.zebra: is not a setting\
            """);
    assertThatThrownBy(() -> load("postgres.host: db\n"))
        .hasMessage("postgres.host: is not a setting");
  }

  @Test
  void aKeyOfAGroupThatIsNoSettingDoesNotMakeTheGroup() {
    assertThatThrownBy(() -> load("postgres: {zebra: 1}\n"))
        .hasMessage("postgres.zebra: is not a setting");
  }

  @Test
  void whatTheOldSystemKnewIsAcceptedWithAWarning() throws IOException {
    Settings<FoyerConfig> settings =
        load("environment: production\nlogstash: {host: a}\nsentry: {dsn: x}\ntimeout: 5s\n");

    assertThat(settings.config().http().timeout()).hasSeconds(5);
    assertThat(settings.warnings())
        .containsExactly(
            "environment: does nothing any more",
            "logstash: does nothing any more",
            "sentry: does nothing any more");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin_token: &a hunter2\npublic_url: *a\n",
        "admin_token: !!binary aHVudGVyMg==\n",
        "jitsi: &hunter2 {}\n",
        "admin_token: !hunter2 x\n"
      })
  void anchorsAliasesAndTagsAreRefused(String text) {
    assertThatThrownBy(() -> load(text))
        .hasMessageContaining("uses an anchor, an alias or a tag")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin_token: \"hunter2\ntimeout: 1s\n",
        "admin_token: @hunter2\n",
        "admin_token: hunter2: x\n",
        "admin_token: {hunter2\n",
        "\thunter2",
        "a: hunter2\n b: c\n"
      })
  void whatIsNoYamlIsRefusedByLineAndNotRepeated(String text) {
    assertThatThrownBy(() -> load(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching(".*config.yml: line \\d is not valid YAML")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"timeout: 1s\n---\ntimeout: 2s\n", "timeout: 1s\n---\n"})
  void aSecondDocumentIsRefused(String text) {
    assertThatThrownBy(() -> load(text)).hasMessageEndingWith("config.yml: must be one document");
  }

  @ParameterizedTest
  @ValueSource(strings = {"just text\n", "- a\n- b\n", "12\n"})
  void whatIsNoMappingIsRefused(String text) {
    assertThatThrownBy(() -> load(text)).hasMessageContaining("must be a mapping");
  }

  @Test
  void theWrongKindOfNodeIsRefusedByPath() {
    assertThatThrownBy(() -> load("postgres: here\ntimeout: {a: 1}\nlog_level: [info]\n"))
        .hasMessage(
            """
            postgres: must be a group of keys
            log_level: must be a single value
            timeout: must be a single value\
            """);
  }

  @Test
  void aFileThatIsTooLargeOrTooDeepOrNotUtf8IsRefused() throws IOException {
    assertThatThrownBy(() -> load("#" + "x".repeat(1 << 20)))
        .hasMessageEndingWith("must not be larger than 1 MiB");
    assertThatThrownBy(() -> load("a: " + "[".repeat(100_000)))
        .hasMessageEndingWith("line 1 is nested too deeply");
    Files.write(directory.resolve("config.yml"), new byte[] {'a', ':', ' ', (byte) 0xff});
    assertThatThrownBy(() -> load(Map.of())).hasMessageEndingWith("must be UTF-8");
  }

  @Test
  void aFileThatSomebodyNamedMustBeThere() {
    assertThatThrownBy(() -> load(Map.of("CONFIG_FILE", "none.yml")))
        .hasMessageEndingWith("none.yml: cannot be read");
  }

  @Test
  void theFileNamedOnTheCommandLineWinsAndAnEmptyNameMeansNone() throws IOException {
    Files.writeString(directory.resolve("config.yml"), "timeout: 1s\n");
    Files.writeString(directory.resolve("b.yml"), "timeout: 2s\n");
    Files.writeString(directory.resolve("c.yml"), "timeout: 3s\n");
    Map<String, String> named = Map.of("CONFIG_FILE", "b.yml");

    assertThat(load(Map.of()).config().http().timeout()).hasSeconds(1);
    assertThat(load(named).config().http().timeout()).hasSeconds(2);
    assertThat(load(Map.of("CONFIG_FILE", "")).config().http().timeout()).hasSeconds(10);
    assertThat(
            Settings.load(
                    FoyerConfig.class,
                    new Sources(Map.of(), named, Optional.of(Path.of("c.yml")), directory))
                .config()
                .http()
                .timeout())
        .hasSeconds(3);
  }

  private Settings<FoyerConfig> load(String text) throws IOException {
    Files.write(directory.resolve("config.yml"), text.getBytes(StandardCharsets.UTF_8));
    return load(Map.of());
  }

  private Settings<FoyerConfig> load(Map<String, String> environment) {
    return Settings.load(
        FoyerConfig.class, new Sources(Map.of(), environment, Optional.empty(), directory));
  }
}

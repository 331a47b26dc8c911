package io.foyer.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.FoyerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The secrets of the webhooks, in their three forms. */
class SecretMapTest {
  private static final Map<String, String> CREDENTIALS =
      Map.of("intra.app_id", "id", "intra.app_secret", "key");

  @TempDir private Path directory;

  @Test
  void oneLineHoldsThemAllAndANameMayComeAgain() {
    assertThat(fromVariable("scale_team.create:one,scale_team.update:two,scale_team.create:three"))
        .containsOnly(
            Map.entry("scale_team.create", secrets("one", "three")),
            Map.entry("scale_team.update", secrets("two")));
  }

  @Test
  void theFileHoldsASecretOrAListForEachName() throws IOException {
    assertThat(
            fromFile(
                "{scale_team.create: one, 'scale_team.update': [two, 003], scale_team.destroy: 4}"))
        .containsOnly(
            Map.entry("scale_team.create", secrets("one")),
            Map.entry("scale_team.update", secrets("two", "003")),
            Map.entry("scale_team.destroy", secrets("4")));
  }

  @Test
  void theFileMayAlsoHoldTheLine() throws IOException {
    assertThat(fromFile("scale_team.create:one"))
        .containsOnly(Map.entry("scale_team.create", secrets("one")));
  }

  @Test
  void theLineMayComeFromAFileOfItsOwn() throws IOException {
    Files.writeString(directory.resolve("hooks"), "scale_team.create:one\n");

    assertThat(load(Map.of("INTRA_WEBHOOKS_FILE", "hooks")))
        .containsOnly(Map.entry("scale_team.create", secrets("one")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scale_team.create:|intra.webhooks.scale_team.create: must not be empty",
        "a.b:x,a.c|intra.webhooks: entry 2 must be name:secret with exactly one colon",
        "a.b:x:y|intra.webhooks: entry 1 must be name:secret with exactly one colon",
        "a.b:x,|intra.webhooks: entry 2 must be name:secret with exactly one colon",
        ":x|intra.webhooks: must not have an empty name",
        "create:x|intra.webhooks.create: must be named model.event, such as scale_team.create",
        "''|intra.webhooks: must not be empty"
      })
  void aBadLineIsRefusedWithItsPath(String line, String message) {
    assertThatThrownBy(() -> fromVariable(line)).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{a.b: ''}|intra.webhooks.a.b: must not be empty",
        "{a.b: }|intra.webhooks.a.b: must not be empty",
        "{a.b: []}|intra.webhooks.a.b: must not be empty",
        "{a.b: [x, '']}|intra.webhooks.a.b: must not be empty",
        "{a.b: {c: d}}|intra.webhooks.a.b: must be a secret or a list of secrets",
        "{a.b: [[x]]}|intra.webhooks.a.b: must be a secret or a list of secrets",
        "[a.b]|intra.webhooks: must be a mapping",
        "{a.b: x, a.b: y}|intra.webhooks.a.b: is set twice, again in line 1"
      })
  void aBadMappingIsRefusedWithItsPath(String mapping, String message) {
    assertThatThrownBy(() -> fromFile(mapping)).hasMessage(message);
  }

  private Map<String, List<Secret>> fromVariable(String line) {
    return load(Map.of("INTRA_WEBHOOKS", line));
  }

  private Map<String, List<Secret>> fromFile(String yaml) throws IOException {
    Files.writeString(directory.resolve("config.yml"), "intra: {webhooks: " + yaml + "}\n");
    return load(Map.of());
  }

  private Map<String, List<Secret>> load(Map<String, String> environment) {
    Sources sources = new Sources(CREDENTIALS, environment, Optional.empty(), directory);
    return Settings.load(FoyerConfig.class, sources)
        .config()
        .evaluations()
        .intra()
        .orElseThrow()
        .webhooks();
  }

  private static List<Secret> secrets(String... values) {
    return List.of(values).stream().map(Secret::of).toList();
  }
}

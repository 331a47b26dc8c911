package io.foyer.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.FoyerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The generated files are those of the records, and every setting is documented. */
class ConfigurationDocsTest {
  record WithoutSentence(@Default("1") int number) {}

  record WithoutFullStop(@Description("How many") @Default("1") int number) {}

  record WithoutAbsent(@Description(value = "How many.", example = "1") Optional<String> text) {}

  record WithoutExample(@Description("How many.") String text) {}

  record GroupWithoutSentence(AllDocumented group) {}

  record AllDocumented(@Description("How many.") @Default("1") int number) {}

  @Test
  void trackedFilesAreWhatTheGeneratorProduces() throws IOException {
    for (Map.Entry<Path, String> file : ConfigurationDocs.files().entrySet()) {
      assertThat(Files.readString(file.getKey()))
          .as(file.getKey() + " is out of date: run make docs")
          .isEqualTo(file.getValue());
    }
  }

  @Test
  void everySettingIsOnThePageWithItsVariable() {
    String page = ConfigurationDocs.files().get(Path.of("docs/configuration.md"));

    assertThat(SchemaReader.of(FoyerConfig.class).keys())
        .allSatisfy(
            key ->
                assertThat(page)
                    .containsOnlyOnce("\n| `%s` | `%s`".formatted(key.path(), key.variable())));
  }

  @Test
  void aSettingWithoutItsDocumentationIsRefused() {
    assertThatThrownBy(() -> sample(WithoutSentence.class))
        .hasMessageStartingWith("number lacks a sentence");
    assertThatThrownBy(() -> sample(WithoutFullStop.class))
        .hasMessageStartingWith("number lacks a sentence");
    assertThatThrownBy(() -> sample(WithoutAbsent.class))
        .hasMessageStartingWith("text lacks what happens");
    assertThatThrownBy(() -> sample(WithoutExample.class))
        .hasMessageStartingWith("text lacks a value");
    assertThatThrownBy(() -> sample(GroupWithoutSentence.class))
        .hasMessageStartingWith("group lacks a sentence");
    assertThat(sample(AllDocumented.class)).endsWith("\n# How many.\n#number: 1\n");
  }

  @Test
  void aSettingWithoutASectionIsRefused() {
    assertThatThrownBy(() -> ConfigurationPage.of(SchemaReader.of(AllDocumented.class)))
        .hasMessage("a setting without a section: number");
  }

  private static String sample(Class<?> root) {
    return SampleFile.of(SchemaReader.of(root));
  }
}

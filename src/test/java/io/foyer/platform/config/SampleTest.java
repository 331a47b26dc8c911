package io.foyer.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.FoyerConfig;
import io.foyer.platform.config.Schema.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code conf/foyer.yml} shows what the program really knows. */
class SampleTest {
  private static final Path SAMPLE = Path.of("conf/foyer.yml");

  @TempDir private Path directory;

  @Test
  void asItIsItSetsNothing() {
    assertThat(load(SAMPLE.toAbsolutePath()).effective())
        .allMatch(each -> each.origin().equals("default") || each.origin().equals("not set"));
  }

  @Test
  void itsKeysAreExactlyThoseOfTheRecords() throws IOException {
    Map<String, Setting> shown = everythingSwitchedOn();

    assertThat(shown.keySet()).containsExactlyElementsOf(keys().keySet());
    assertThat(shown.values()).allMatch(each -> each.origin().contains("foyer.yml line"));
  }

  @Test
  void itsValuesAreTheDefaults() throws IOException {
    Map<String, Optional<String>> defaults = new LinkedHashMap<>();
    keys()
        .values()
        .forEach(
            key -> key.fallback().ifPresent(text -> defaults.put(key.path(), shown(key, text))));

    Map<String, Optional<String>> shown = new LinkedHashMap<>();
    everythingSwitchedOn().values().forEach(each -> shown.put(each.path(), each.shown()));
    shown.keySet().retainAll(defaults.keySet());

    assertThat(shown).isEqualTo(defaults);
  }

  private static Optional<String> shown(Property key, String text) {
    return Setting.of(key.path(), Values.read(key, new ConfigNode.Scalar(text)), "").shown();
  }

  private Map<String, Setting> everythingSwitchedOn() throws IOException {
    Path file = directory.resolve("foyer.yml");
    String all =
        Files.readAllLines(SAMPLE).stream()
            .map(line -> line.replaceFirst("^( *)#(?! |$)", "$1"))
            .collect(Collectors.joining("\n"));
    Files.writeString(file, all);
    Map<String, Setting> shown = new LinkedHashMap<>();
    load(file).effective().forEach(each -> shown.put(each.path(), each));
    return shown;
  }

  private static Map<String, Property> keys() {
    Map<String, Property> keys = new LinkedHashMap<>();
    SchemaReader.of(FoyerConfig.class).keys().forEach(key -> keys.put(key.path(), key));
    return keys;
  }

  private Settings<FoyerConfig> load(Path file) {
    return Settings.load(
        FoyerConfig.class, new Sources(Map.of(), Map.of(), Optional.of(file), directory));
  }
}

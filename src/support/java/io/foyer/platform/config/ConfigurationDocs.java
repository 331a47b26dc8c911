package io.foyer.platform.config;

import io.foyer.FoyerConfig;
import io.foyer.platform.config.Schema.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes the files that are generated from the configuration records: {@code make docs}. */
public final class ConfigurationDocs {
  private ConfigurationDocs() {}

  /** The generated files, from the working directory, with their text. */
  static Map<Path, String> files() {
    Group root = SchemaReader.of(FoyerConfig.class);
    return Map.of(
        Path.of("docs/configuration.md"), ConfigurationPage.of(root),
        Path.of("conf/foyer.yml"), SampleFile.of(root));
  }

  public static void main(String[] arguments) throws IOException {
    for (Map.Entry<Path, String> file : files().entrySet()) {
      Files.writeString(file.getKey(), file.getValue());
    }
  }
}

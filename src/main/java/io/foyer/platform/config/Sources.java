package io.foyer.platform.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where settings come from, the strongest first: {@code overrides}, {@code environment}, the file,
 * {@code defaults}.
 *
 * @param overrides path to value, from the command line
 * @param configFile the file that the command line names
 * @param directory where {@code config.yml} is looked for when nobody names a file
 * @param defaults path to value, in place of the declared defaults
 */
public record Sources(
    Map<String, String> overrides,
    Map<String, String> environment,
    Optional<Path> configFile,
    Path directory,
    Map<String, String> defaults) {
  /** The file that is read where nobody names another and it exists. */
  public static final String DEFAULT_FILE = "config.yml";

  /** The environment variable that names the file; set and empty means no file at all. */
  public static final String FILE_VARIABLE = "CONFIG_FILE";

  /** Sources without defaults of their own. */
  public Sources(
      Map<String, String> overrides,
      Map<String, String> environment,
      Optional<Path> configFile,
      Path directory) {
    this(overrides, environment, configFile, directory, Map.of());
  }

  /** Keeps the maps from changing. */
  public Sources {
    overrides = Map.copyOf(overrides);
    environment = Map.copyOf(environment);
    defaults = Map.copyOf(defaults);
  }

  /** The same with more overrides, which win over those that there are. */
  public Sources withOverrides(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(overrides);
    all.putAll(more);
    return new Sources(all, environment, configFile, directory, defaults);
  }

  /** The same with other defaults. */
  public Sources withDefaults(Map<String, String> others) {
    return new Sources(overrides, environment, configFile, directory, others);
  }

  /** The file to read; one that somebody named must exist. */
  Optional<Path> file() {
    if (configFile.isPresent()) {
      return configFile.map(directory::resolve);
    }
    Optional<String> named =
        Environment.PREFIXES.stream()
            .flatMap(prefix -> Stream.ofNullable(environment.get(prefix + FILE_VARIABLE)))
            .findFirst();
    if (named.isPresent()) {
      return named.filter(name -> !name.isEmpty()).map(directory::resolve);
    }
    return Optional.of(directory.resolve(DEFAULT_FILE)).filter(Files::exists);
  }
}

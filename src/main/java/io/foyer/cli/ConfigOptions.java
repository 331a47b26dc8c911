package io.foyer.cli;

import io.foyer.FoyerConfig;
import io.foyer.platform.config.Settings;
import io.foyer.platform.config.Sources;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that choose the configuration; they may stand before or after the command. */
final class ConfigOptions {
  private final Map<String, String> environment;
  private final Path directory;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The configuration file; else $CONFIG_FILE, else config.yml where it exists.")
  private @Nullable Path file;

  @Option(
      names = {"-s", "--set"},
      paramLabel = "KEY=VALUE",
      scope = ScopeType.INHERIT,
      description = "Overrides one setting, such as --set postgres.port=5433.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  ConfigOptions(Map<String, String> environment, Path directory) {
    this.environment = environment;
    this.directory = directory;
  }

  /** The settings in effect. */
  Settings<FoyerConfig> load() {
    return load(Map.of());
  }

  /** The settings in effect, where options of a command override some more. */
  Settings<FoyerConfig> load(Map<String, String> options) {
    return load(sources -> sources.withOverrides(options));
  }

  /** The settings in effect where their sources are changed. */
  Settings<FoyerConfig> load(UnaryOperator<Sources> change) {
    Sources sources = new Sources(overrides, environment, Optional.ofNullable(file), directory);
    return Settings.load(FoyerConfig.class, change.apply(sources));
  }
}

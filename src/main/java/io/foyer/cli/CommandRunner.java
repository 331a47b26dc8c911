package io.foyer.cli;

import io.foyer.FoyerConfig;
import io.foyer.NodeSettings.LogFormat;
import io.foyer.platform.config.Settings;
import io.foyer.platform.config.Sources;
import io.foyer.platform.observe.Logging;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way from the options into the program: settings, then logging, then the verb. */
final class CommandRunner {
  private static final Logger log = LoggerFactory.getLogger(CommandRunner.class);

  private final ConfigOptions options;

  CommandRunner(ConfigOptions options) {
    this.options = options;
  }

  /** Does {@code verb} with the settings in effect; the exit code is its own. */
  int with(ToIntFunction<FoyerConfig> verb) {
    return with(Map.of(), verb);
  }

  /** The same, where options of the verb override settings. */
  int with(Map<String, String> overrides, ToIntFunction<FoyerConfig> verb) {
    Settings<FoyerConfig> settings = options.load(overrides);
    FoyerConfig config = settings.config();
    Logging.apply(config.node().logLevel().severity(), format(config.node().logFormat()));
    settings
        .warnings()
        .forEach(each -> log.atWarn().addKeyValue("setting", each).log("retired setting ignored"));
    settings
        .unknownVariables()
        .forEach(
            each -> log.atWarn().addKeyValue("variable", each).log("unknown variable ignored"));
    return verb.applyAsInt(config);
  }

  /** The settings in effect where their sources are changed. */
  FoyerConfig reload(UnaryOperator<Sources> change) {
    return options.load(change).config();
  }

  private static Logging.Format format(LogFormat format) {
    return switch (format) {
      case TEXT -> Logging.Format.TEXT;
      case JSON -> Logging.Format.JSON;
    };
  }
}

package io.foyer.platform.config;

import io.foyer.platform.config.Schema.Group;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration in effect: the command line is stronger than the environment, that stronger
 * than the file, that stronger than the defaults.
 *
 * @param config the tree of records
 * @param effective every setting with its origin, secrets hidden, for {@link ConfigPrinter}
 * @param warnings what the operator should know; nothing that had to stop the start
 * @param unknownVariables environment variables that begin like a group of ours and are no setting
 */
public record Settings<R>(
    R config, List<Setting> effective, List<String> warnings, List<String> unknownVariables) {

  /**
   * Fills {@code root} from {@code sources}.
   *
   * @throws ConfigException naming everything that is missing or wrong
   */
  public static <R extends Record> Settings<R> load(Class<R> root, Sources sources) {
    Issues issues = new Issues();
    Group shape = SchemaReader.of(root);
    Optional<Path> file = sources.file();
    ConfigNode.Tree tree =
        file.map(path -> YamlFile.read(path, issues)).orElse(new ConfigNode.Tree(Map.of(), 0));
    UnknownKeys unknownKeys = new UnknownKeys(shape, issues);
    unknownKeys.inFile(tree);
    unknownKeys.inOverrides(sources.overrides().keySet());
    Binder binder = new Binder(new Lookup(sources, tree), issues);
    Optional<R> config = binder.bind(shape).map(root::cast);
    issues.throwIfAny();
    return new Settings<>(
        config.orElseThrow(),
        binder.settings(),
        unknownKeys.warnings(),
        unknownKeys.inEnvironment(sources.environment().keySet()));
  }
}

package io.foyer.platform.config;

import io.foyer.platform.config.Schema.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what the strongest source says about a setting.
 *
 * <p>An environment variable that is set and empty is as good as unset, because container tools
 * pass on variables that nobody has filled in. Not so for a secret: an empty one stops the start.
 */
final class Lookup {
  private static final int LARGEST_SECRET = 1 << 16;

  private final Map<String, String> overrides;
  private final Map<String, String> environment;
  private final Path directory;
  private final String file;
  private final ConfigNode.Tree tree;
  private final Map<String, String> defaults;

  /** What was found, and where. */
  record Found(ConfigNode node, String origin) {}

  Lookup(Sources sources, ConfigNode.Tree tree) {
    this.overrides = sources.overrides();
    this.environment = sources.environment();
    this.directory = sources.directory();
    this.file = sources.file().map(Path::toString).orElse("");
    this.tree = tree;
    this.defaults = sources.defaults();
  }

  /** Whether any source sets it; a declared default does not. */
  boolean isSet(Property key) {
    return overrides.containsKey(key.path())
        || inEnvironment(key)
        || inFile(key).isPresent()
        || defaults.containsKey(key.path());
  }

  /**
   * The value to use.
   *
   * @throws IllegalArgumentException if it is set in a way that cannot be followed
   */
  Optional<Found> find(Property key) {
    String override = overrides.get(key.path());
    if (override != null) {
      return Optional.of(new Found(new ConfigNode.Scalar(override), "command line"));
    }
    Optional<String> prefix = prefix(key);
    if (prefix.isPresent()) {
      return prefix.map(it -> fromEnvironment(it, key));
    }
    return inFile(key)
        .map(node -> new Found(node, file + " line " + node.line()))
        .or(() -> byDefault(key).map(text -> new Found(new ConfigNode.Scalar(text), "default")));
  }

  private Optional<String> byDefault(Property key) {
    return Optional.ofNullable(defaults.get(key.path())).or(key::fallback);
  }

  private boolean inEnvironment(Property key) {
    return prefix(key).isPresent();
  }

  /** What the variable that counts begins with, before the setting's own name. */
  private Optional<String> prefix(Property key) {
    return Environment.PREFIXES.stream().filter(prefix -> isSet(prefix, key)).findFirst();
  }

  private boolean isSet(String prefix, Property key) {
    String value = environment.get(prefix + key.variable());
    if (key.secret()) {
      return value != null || environment.containsKey(prefix + key.fileVariable());
    }
    return value != null
        && !value.isEmpty()
        && !Environment.isForeign(prefix + key.variable(), value);
  }

  private Found fromEnvironment(String prefix, Property key) {
    String variable = prefix + key.variable();
    String fileVariable = prefix + key.fileVariable();
    String value = environment.get(variable);
    String secretFile = key.secret() ? environment.get(fileVariable) : null;
    if (value != null && secretFile != null) {
      throw new IllegalArgumentException(
          "only one of " + variable + " and " + fileVariable + " may be set");
    }
    if (secretFile != null) {
      return new Found(
          new ConfigNode.Scalar(read(fileVariable, secretFile)), "environment " + fileVariable);
    }
    return new Found(new ConfigNode.Scalar(value == null ? "" : value), "environment " + variable);
  }

  private String read(String variable, String secretFile) {
    Path path = directory.resolve(secretFile);
    try {
      if (!Files.isDirectory(path) && Files.size(path) <= LARGEST_SECRET) {
        return Files.readString(path).replaceFirst("\\r?\\n\\z", "");
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(variable + " names a file that cannot be read", e);
    }
    throw new IllegalArgumentException(variable + " must name a file of at most 64 KiB");
  }

  private Optional<ConfigNode> inFile(Property key) {
    Optional<ConfigNode> node = Optional.of(tree);
    for (String name : key.path().split("\\.", -1)) {
      node = node.flatMap(above -> child(above, name));
    }
    return node.filter(found -> key.secret() || !(found instanceof ConfigNode.Nothing));
  }

  private static Optional<ConfigNode> child(ConfigNode above, String name) {
    return above instanceof ConfigNode.Tree group
        ? Optional.ofNullable(group.entries().get(name))
        : Optional.empty();
  }
}

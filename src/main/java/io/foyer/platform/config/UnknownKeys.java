package io.foyer.platform.config;

import io.foyer.platform.config.Schema.Group;
import io.foyer.platform.config.Schema.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what is set and is no setting: a misspelt name must not silently mean the default. */
final class UnknownKeys {
  private final Group root;
  private final Set<String> retired;
  private final Issues issues;
  private final List<String> warnings = new ArrayList<>();

  UnknownKeys(Group root, Issues issues) {
    this.root = root;
    this.issues = issues;
    this.retired =
        Optional.ofNullable(root.type().getAnnotation(DeprecatedKeys.class))
            .map(annotation -> Set.of(annotation.value()))
            .orElse(Set.of());
  }

  /** What the operator should know and nothing needs to stop for. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Refuses unknown keys of the file, but for those that are only retired. */
  void inFile(ConfigNode.Tree tree) {
    tree.entries().keySet().stream()
        .filter(name -> root.member(name).isEmpty() && retired.contains(name))
        .forEach(name -> warnings.add(name + ": does nothing any more"));
    inFile(root, tree);
  }

  /** Refuses unknown paths on the command line. */
  void inOverrides(Set<String> paths) {
    Set<String> known = root.keys().map(Property::path).collect(Collectors.toSet());
    paths.stream()
        .filter(path -> !known.contains(path))
        .sorted()
        .forEach(path -> issues.add(path, unknown(path, known.stream())));
  }

  /** Variables that begin like one of our groups and are no setting, in order. */
  List<String> inEnvironment(Set<String> variables) {
    Set<String> known = prefixed(root.keys().flatMap(UnknownKeys::variables));
    Set<String> groups =
        prefixed(
            root.members().filter(Group.class::isInstance).map(group -> group.variable() + "_"));
    return variables.stream()
        .filter(name -> !known.contains(name) && groups.stream().anyMatch(name::startsWith))
        .sorted()
        .toList();
  }

  private static Stream<String> variables(Property key) {
    return key.secret() ? Stream.of(key.variable(), key.fileVariable()) : Stream.of(key.variable());
  }

  private static Set<String> prefixed(Stream<String> names) {
    return names
        .flatMap(name -> Environment.PREFIXES.stream().map(prefix -> prefix + name))
        .collect(Collectors.toSet());
  }

  private void inFile(Group group, ConfigNode.Tree tree) {
    tree.entries()
        .forEach(
            (name, node) -> {
              String path = Schema.join(group.path(), name);
              Optional<Schema> part = group.member(name);
              if (part.isPresent()) {
                below(part.get(), node);
              } else if (!group.path().isEmpty() || !retired.contains(name)) {
                Stream<String> siblings =
                    group.members().map(each -> Schema.join(group.path(), each.name()));
                issues.add(path, unknown(path, siblings));
              }
            });
  }

  private void below(Schema part, ConfigNode node) {
    if (!(part instanceof Group group)) {
      return;
    }
    switch (node) {
      case ConfigNode.Tree tree -> inFile(group, tree);
      case ConfigNode.Nothing nothing -> {}
      case ConfigNode.Scalar scalar -> issues.add(group.path(), "must be a group of keys");
      case ConfigNode.Items items -> issues.add(group.path(), "must be a group of keys");
    }
  }

  private static String unknown(String path, Stream<String> known) {
    int close = Math.max(2, path.length() / 4);
    return known
        .min(Comparator.comparingInt(each -> distance(path, each)))
        .filter(nearest -> distance(path, nearest) <= close)
        .map(nearest -> "is not a setting; did you mean " + nearest + "?")
        .orElse("is not a setting");
  }

  /** Levenshtein's edit distance. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int substituted = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}

package io.foyer.platform.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names with one or more secrets each. In one line: {@code name:secret,name:secret}, where a name
 * may come again with another secret; in the file also a mapping to a secret or a list of them.
 */
final class SecretMap {
  private final Map<String, List<Secret>> secrets = new LinkedHashMap<>();
  private final Issues issues = new Issues();

  private SecretMap() {}

  /**
   * Reads either form.
   *
   * @throws IllegalArgumentException if it is neither
   * @throws ConfigException naming the entries that are wrong
   */
  static Map<String, List<Secret>> read(ConfigNode node) {
    SecretMap map = new SecretMap();
    switch (node) {
      case ConfigNode.Tree tree -> tree.entries().forEach(map::entry);
      case ConfigNode.Scalar scalar -> map.line(scalar.text());
      case ConfigNode.Nothing nothing -> map.line("");
      case ConfigNode.Items items -> throw new IllegalArgumentException("must be a mapping");
    }
    map.issues.throwIfAny();
    map.secrets.replaceAll((name, values) -> List.copyOf(values));
    return Map.copyOf(map.secrets);
  }

  private void line(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("must not be empty");
    }
    String[] entries = text.split(",", -1);
    for (int i = 0; i < entries.length; i++) {
      String[] parts = entries[i].split(":", -1);
      if (parts.length == 2) {
        secret(parts[0], parts[1]);
      } else {
        issues.add("", "entry " + (i + 1) + " must be name:secret with exactly one colon");
      }
    }
  }

  private void entry(String name, ConfigNode node) {
    switch (node) {
      case ConfigNode.Items items when items.nodes().isEmpty() ->
          issues.add(name, "must not be empty");
      case ConfigNode.Items items -> items.nodes().forEach(item -> single(name, item));
      case ConfigNode.Scalar scalar -> secret(name, scalar.text());
      case ConfigNode.Nothing nothing -> secret(name, "");
      case ConfigNode.Tree tree -> single(name, tree);
    }
  }

  private void single(String name, ConfigNode node) {
    try {
      secret(name, Values.text(node));
    } catch (IllegalArgumentException e) {
      issues.add(name, "must be a secret or a list of secrets");
    }
  }

  private void secret(String name, String value) {
    if (name.isEmpty()) {
      issues.add("", "must not have an empty name");
    } else if (value.isEmpty()) {
      issues.add(name, "must not be empty");
    } else {
      secrets.computeIfAbsent(name, any -> new ArrayList<>()).add(Secret.of(value));
    }
  }
}

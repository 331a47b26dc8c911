package io.foyer.platform.config;

import java.util.List;
import java.util.Map;

/** What a source says about a setting, before its type is known. Scalars keep their own text. */
sealed interface ConfigNode {
  /** The line in the file, from 1; 0 where it comes from elsewhere. */
  int line();

  /** One value: {@code 0123} stays {@code 0123}. */
  record Scalar(String text, int line) implements ConfigNode {
    Scalar(String text) {
      this(text, 0);
    }
  }

  /** A key without a value. */
  record Nothing(int line) implements ConfigNode {}

  /** A list. */
  record Items(List<ConfigNode> nodes, int line) implements ConfigNode {}

  /** A mapping, in the order of the file. */
  record Tree(Map<String, ConfigNode> entries, int line) implements ConfigNode {}
}

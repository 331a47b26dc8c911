package io.foyer.platform.config;

import io.foyer.platform.config.ConfigException.Issue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Gathers what is wrong with a configuration until all of it was looked at. */
final class Issues {
  private final Set<String> missing = new LinkedHashSet<>();
  private final Set<Issue> found = new LinkedHashSet<>();

  void missing(String path) {
    missing.add(path);
  }

  void add(String path, String reason) {
    found.add(new Issue(path, reason));
  }

  /** Takes over what a part of the tree found about itself. */
  void addAll(String group, ConfigException part) {
    part.missing().forEach(path -> missing(Schema.join(group, path)));
    part.issues().forEach(issue -> add(Schema.join(group, issue.path()), issue.reason()));
  }

  void throwIfAny() {
    if (!missing.isEmpty() || !found.isEmpty()) {
      throw new ConfigException(List.copyOf(missing), List.copyOf(found));
    }
  }
}

package io.foyer.platform.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration cannot be used. Carries everything that is wrong with it, so that one start is
 * enough to find it all; no message holds a value.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> missing;
  private final transient List<Issue> issues;

  /**
   * One setting that is wrong.
   *
   * @param path its path, such as {@code postgres.port}; empty where the tree as a whole is wrong
   * @param reason what it must be
   */
  public record Issue(String path, String reason) {
    @Override
    public String toString() {
      return path.isEmpty() ? reason : path + ": " + reason;
    }
  }

  ConfigException(List<String> missing, List<Issue> issues) {
    super(describe(missing, issues), null, false, false);
    this.missing = List.copyOf(missing);
    this.issues = List.copyOf(issues);
  }

  /** The paths of required settings that nobody has set. */
  public List<String> missing() {
    return missing;
  }

  /** The settings that are set and wrong. */
  public List<Issue> issues() {
    return issues;
  }

  private static String describe(List<String> missing, List<Issue> issues) {
    List<String> lines = new ArrayList<>();
    if (!missing.isEmpty()) {
      lines.add("missing required configuration: " + String.join(",", missing));
    }
    issues.forEach(issue -> lines.add(issue.toString()));
    return lines.stream().collect(Collectors.joining("\n"));
  }
}

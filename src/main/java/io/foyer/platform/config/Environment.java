package io.foyer.platform.config;

import java.util.List;

/**
 * How environment variables are named. Every variable may begin with {@code FOYER_}, and such a one
 * is stronger than the plain one: other programs set names such as {@code POSTGRES_PORT}, too.
 */
final class Environment {
  /** What may stand before the name of a setting, the strongest first. */
  static final List<String> PREFIXES = List.of("FOYER_", "");

  private Environment() {}

  /**
   * Whether a variable is one that Kubernetes sets in every pod for a service called {@code
   * postgres}, and no setting: {@code POSTGRES_PORT=tcp://10.0.0.1:5432}.
   */
  static boolean isServiceLink(String name, String value) {
    return name.endsWith("_PORT") && value.startsWith("tcp://");
  }
}

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
   * Whether a variable without a prefix is meant for other programs and is no setting: {@code
   * POSTGRES_PORT=tcp://10.0.0.1:5432}, which Kubernetes sets in every pod for a service called
   * {@code postgres}, and {@code LANGUAGE=en_US:en}, which gettext reads.
   */
  static boolean isForeign(String name, String value) {
    return name.equals("LANGUAGE")
        ? value.matches("C|POSIX|.*[_:.@].*")
        : name.endsWith("_PORT") && value.startsWith("tcp://");
  }
}

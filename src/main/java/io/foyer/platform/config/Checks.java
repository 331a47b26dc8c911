package io.foyer.platform.config;

/**
 * What must hold inside a group of settings beyond the notation of each. For the compact
 * constructors of the records: every check is made before the first failure is thrown.
 */
public final class Checks {
  private final Issues issues = new Issues();

  /**
   * Demands something of one key.
   *
   * @param key its name in the configuration file, without that of its group
   * @param reason what it must be, for the operator; never a value
   */
  public Checks that(boolean holds, String key, String reason) {
    if (!holds) {
      issues.add(key, reason);
    }
    return this;
  }

  /**
   * Ends the checks.
   *
   * @throws ConfigException naming all that failed
   */
  public void done() {
    issues.throwIfAny();
  }
}

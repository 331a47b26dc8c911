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

  /** Demands {@code least <= value <= most}. */
  public Checks between(int least, int value, int most, String key) {
    return that(value >= least && value <= most, key, "must be between " + least + " and " + most);
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

package io.foyer.platform.observe;

/**
 * Result of one health check.
 *
 * @param detail explanation for the operator, without secrets; may be empty
 */
public record CheckResult(boolean up, String detail) {
  /** All is well. */
  public static CheckResult ok() {
    return new CheckResult(true, "");
  }

  /** All is well, and this is worth knowing. */
  public static CheckResult ok(String detail) {
    return new CheckResult(true, detail);
  }

  /** A failed check with its cause. */
  public static CheckResult down(String detail) {
    return new CheckResult(false, detail);
  }
}

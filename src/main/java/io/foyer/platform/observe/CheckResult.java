package io.foyer.platform.observe;

/**
 * What one check found.
 *
 * @param detail for the operator; names no secret; empty if there is nothing to say
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

  /** It is away, and why. */
  public static CheckResult down(String detail) {
    return new CheckResult(false, detail);
  }
}

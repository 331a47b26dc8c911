package io.foyer.testing.gate;

import java.util.Set;

/**
 * A failed test.
 *
 * @param declaredIn the class of the test itself, where a suite of another name ran it
 * @param exception the exception's class
 */
record Failure(String declaredIn, String test, String exception) {
  /** How a wait ends that took too long; a failed assertion is none of these. */
  private static final Set<String> MISSED_DEADLINES =
      Set.of(
          "org.awaitility.core.ConditionTimeoutException",
          "java.util.concurrent.TimeoutException",
          "com.microsoft.playwright.TimeoutError");

  boolean isMissedDeadline() {
    return MISSED_DEADLINES.contains(exception);
  }

  /** The exception's class without its package. */
  String cause() {
    return exception.substring(exception.lastIndexOf('.') + 1);
  }

  @Override
  public String toString() {
    return declaredIn + "." + test + ": " + exception;
  }
}

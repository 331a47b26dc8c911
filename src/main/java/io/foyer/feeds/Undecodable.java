package io.foyer.feeds;

/**
 * A message does not match its feed's schema. The exception message gives the cause, for an
 * operator.
 */
final class Undecodable extends Exception {
  private static final long serialVersionUID = 1L;

  Undecodable(String reason) {
    super(reason, null, false, false); // of no bug, and maybe a hundred thousand times a minute
  }
}

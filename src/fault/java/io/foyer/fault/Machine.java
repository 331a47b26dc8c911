package io.foyer.fault;

/**
 * What the fault tests share: the processors and the servers. Who loads the one or breaks the other
 * has the machine alone.
 */
final class Machine {
  static final String NAME = "machine";

  private Machine() {}
}

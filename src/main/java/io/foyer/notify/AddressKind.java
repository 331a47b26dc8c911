package io.foyer.notify;

/** Kind of the addresses that a {@link Channel} sends to. */
public enum AddressKind {
  EMAIL,
  SLACK,
  TELEGRAM,
  QUEUE
}

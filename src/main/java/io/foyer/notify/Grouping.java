package io.foyer.notify;

/** How many addresses one message of a {@link Channel} reaches. */
public enum Grouping {
  /** One message for all participants. */
  TEAM,
  /** A message of its own for each participant. */
  PERSON
}

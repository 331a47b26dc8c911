package io.foyer.meetings;

import java.net.URI;
import java.time.Instant;

/** What a person finds who follows the link of a meeting. */
public sealed interface Entrance {
  /** The room is open, at this address. */
  record Open(URI address) implements Entrance {}

  /** The room opens later. */
  record NotYet(Instant opensAt) implements Entrance {}

  /** The meeting is over. */
  record Over(Instant endedAt) implements Entrance {}
}

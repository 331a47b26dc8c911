package io.foyer.meetings;

import java.net.URI;

/** The conference room of a meeting, by its provider. */
public sealed interface ConferenceRoom {
  /** A room on the configured Jitsi server. */
  record Jitsi(String name) implements ConferenceRoom {}

  /** A room of another system, which the organizer has made. */
  record External(URI address) implements ConferenceRoom {}
}

package io.foyer.meetings;

import io.vertx.core.Future;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A provider of conference rooms: names them and lets people in. Called on any event loop. */
public interface Conference {
  /** Generates the name of a new meeting's room. */
  String newRoomName();

  /**
   * The name that a room must have once its participants are known; absent where rooms keep the
   * name that they were given.
   *
   * @param originId id of the meeting in the feature that booked it
   */
  Optional<String> roomName(String originId, List<Participant> participants);

  /**
   * The address of a room that anybody may use as it is; absent where an address is made when a
   * person enters.
   */
  Optional<URI> publicAddress(String roomName);

  /**
   * Makes the address by which a person enters now.
   *
   * @param participant who enters; absent for the link that participants share
   * @param until when the meeting is over
   */
  Future<URI> enter(String roomName, Optional<Participant> participant, Instant until);
}

package io.foyer.chat;

import io.foyer.chat.RoomStore.Place;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;

/** Who may do what in a room. Each rule throws the problem there is. */
final class Rules {
  private Rules() {}

  /** The same whether it is not there or not to be known. */
  static ProblemException noRoom() {
    return new Problem.NotFound("There is no such room.").asException();
  }

  static ProblemException archived() {
    return new Problem.Conflict("This room is archived.").asException();
  }

  static void mustSee(Caller caller, Place place) {
    boolean sees =
        place.access() == Access.PUBLIC
            || place.member()
            || place.invited()
            || mayLead(caller, place);
    if (!sees) {
      throw noRoom();
    }
  }

  static void mustLead(Caller caller, Place place) {
    mustSee(caller, place);
    if (!mayLead(caller, place)) {
      throw new Problem.Forbidden("Only the owner of the room may do this.").asException();
    }
  }

  static void mustEnter(Caller caller, Place place) {
    mustSee(caller, place);
    mustBeOpen(place);
    boolean may =
        place.access() == Access.PUBLIC
            || place.invited()
            || place.owner().equals(caller.account());
    if (!may) {
      throw new Problem.Forbidden("This room needs an invitation.").asException();
    }
  }

  static void mustBeOpen(Place place) {
    if (place.archived()) {
      throw archived();
    }
  }

  private static boolean mayLead(Caller caller, Place place) {
    return caller.role() == Role.ADMIN || place.owner().equals(caller.account());
  }
}

package io.foyer.chat;

import io.foyer.chat.RoomStore.RoomAccess;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;

/** Permission checks for rooms. Each check throws the problem that denies the operation. */
final class RoomPermissions {
  private RoomPermissions() {}

  /** The same whether it is not there or not to be known. */
  static ProblemException noRoom() {
    return new Problem.NotFound("There is no such room.").asException();
  }

  static ProblemException archived() {
    return new Problem.Conflict("This room is archived.").asException();
  }

  static void mustSee(Caller caller, RoomAccess access) {
    boolean sees =
        access.chatAccess() == ChatAccess.PUBLIC
            || access.member()
            || access.invited()
            || mayLead(caller, access);
    if (!sees) {
      throw noRoom();
    }
  }

  static void mustLead(Caller caller, RoomAccess access) {
    mustSee(caller, access);
    if (!mayLead(caller, access)) {
      throw new Problem.Forbidden("Only the owner of the room may do this.").asException();
    }
  }

  static void mustEnter(Caller caller, RoomAccess access) {
    mustSee(caller, access);
    mustBeOpen(access);
    boolean may =
        access.chatAccess() == ChatAccess.PUBLIC
            || access.invited()
            || access.owner().equals(caller.account());
    if (!may) {
      throw new Problem.Forbidden("This room needs an invitation.").asException();
    }
  }

  static void mustBeOpen(RoomAccess access) {
    if (access.archived()) {
      throw archived();
    }
  }

  private static boolean mayLead(Caller caller, RoomAccess access) {
    return caller.role() == Role.ADMIN || access.owner().equals(caller.account());
  }
}

package io.foyer.chat.hub;

import io.foyer.chat.Membership;
import io.foyer.platform.web.Caller;
import io.vertx.core.Future;
import java.util.Optional;

/** Who may watch a room. */
@FunctionalInterface
public interface Admission {
  /** What somebody may watch of a room; empty for whoever may not watch it at all. */
  Future<Optional<Membership>> of(Caller caller, String room);
}

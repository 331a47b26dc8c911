package io.foyer.chat.hub;

import io.foyer.platform.web.Caller;
import io.vertx.core.Future;
import java.util.OptionalLong;

/** Who may watch a room. */
@FunctionalInterface
public interface Admission {
  /** The first number that somebody may read; empty for whoever may not watch the room at all. */
  Future<OptionalLong> from(Caller caller, String room);
}

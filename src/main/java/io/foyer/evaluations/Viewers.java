package io.foyer.evaluations;

import io.foyer.platform.web.Caller;
import io.vertx.core.Future;
import java.util.Optional;

/** Maps a caller to an intranet login. */
@FunctionalInterface
public interface Viewers {
  /** The caller's login at the intranet, as set by an admin or the intranet itself. */
  Future<Optional<String>> login(Caller caller);
}

package io.foyer.platform.limits;

import io.vertx.core.Future;

/** Where it is kept how much of a limit is used up. */
interface RateLimitStore {
  /** Counts one request under a key, if the limit allows it. */
  Future<Decision> take(Gcra limit, String key);
}

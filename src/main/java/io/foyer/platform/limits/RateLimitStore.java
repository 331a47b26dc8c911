package io.foyer.platform.limits;

import io.vertx.core.Future;

/** Stores how much of each rate limit is used. */
interface RateLimitStore {
  /** Counts one request under a key as {@code cost} requests, if the limit allows it. */
  Future<Decision> take(Gcra limit, String key, int cost);
}

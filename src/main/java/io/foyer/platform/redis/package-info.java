/**
 * Redis connection of this node. Used by the rate limits and for other shared state that may be
 * lost: nothing durable is kept there. Owns the connection and its settings; promises that an
 * unavailable Redis neither prevents the start nor blocks a caller.
 */
@NullMarked
package io.foyer.platform.redis;

import org.jspecify.annotations.NullMarked;

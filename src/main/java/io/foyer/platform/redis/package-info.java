/**
 * The way to Redis. Called by the limits, and by whoever else shares what may be lost: nothing that
 * must survive is kept there. Owns the connection and its settings; promises that Redis being away
 * neither stops the start nor keeps a caller waiting.
 */
@NullMarked
package io.foyer.platform.redis;

import org.jspecify.annotations.NullMarked;

/**
 * Vert.x cluster manager on Redis: membership by heartbeat, failure detection, subscriptions of the
 * event bus, shared maps, locks and counters.
 *
 * <p>Called by code that builds a clustered Vert.x; owns all Redis keys under its prefix. Promises
 * that no failure of Redis, the network or another node requires a restart. Depends on nothing else
 * of the program; see README.md.
 */
@NullMarked
package io.foyer.platform.cluster;

import org.jspecify.annotations.NullMarked;

/**
 * A cluster of Vert.x nodes on Redis: who lives, who listens to which address, and maps, locks and
 * counters that all share. Called by whoever builds a clustered Vert.x; owns all Redis keys under
 * its prefix. Promises that nobody needs a restart after any failure of Redis, the network or
 * another node. It knows nothing of the rest of the program; see README.md.
 */
@NullMarked
package io.foyer.platform.cluster;

import org.jspecify.annotations.NullMarked;

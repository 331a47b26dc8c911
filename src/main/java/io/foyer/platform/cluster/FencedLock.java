package io.foyer.platform.cluster;

import io.vertx.core.shareddata.Lock;

/**
 * Cluster-wide lock with a fencing token.
 *
 * <p>It ends with {@link #release()}, with this node's leave, and with its eviction after one time
 * to live without a heartbeat. After an eviction another node may hold the lock while this node
 * still believes that it does, so a resource the lock protects must reject a fence lower than the
 * highest it has seen.
 */
public interface FencedLock extends Lock {

  /**
   * The fencing token: higher than that of every earlier holder of any lock, even if Redis lost all
   * data.
   */
  long fence();
}

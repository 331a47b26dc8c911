package io.foyer.platform.cluster;

import io.vertx.core.shareddata.Lock;

/**
 * A lock of the cluster. It ends with {@link #release()}, with this node's leave, and with its
 * eviction after one time to live without a beat: then another may hold it while this node still
 * thinks so. Whatever the lock protects must therefore refuse a fence lower than one it has seen.
 */
public interface FencedLock extends Lock {

  /** Higher than that of every earlier holder of any lock, also over a Redis that lost all. */
  long fence();
}

package io.foyer;

/**
 * When a part of a node starts and stops: stages start in this order, the HTTP server after all of
 * them, and stop in the opposite order.
 */
enum Stage {
  /** What the others call: connections, caches, the fan-out. Closed one after another. */
  CLIENT,
  /**
   * What works on stored rows. Finished all at once, so that a slow one takes no time from others.
   */
  WORKER,
  /** What takes in new work. Closed one after another. */
  INTAKE
}

package io.foyer.platform.amqp;

/**
 * Bounds of the memory that messages of a consumer take.
 *
 * @param maxBody longest body that a handler gets, in bytes
 * @param keptBody bytes kept of a longer body, from its beginning
 * @param bytesInFlight most bytes of bodies that are received and not settled, at least {@code
 *     maxBody}
 */
record ConsumerLimits(int maxBody, int keptBody, long bytesInFlight) {
  private static final int MAX_BODY = 8 << 20;
  private static final int KEPT_BODY = 64 << 10;

  /**
   * A body exists up to four times at once: its frames, the library's array, ours, and what its
   * handler makes of it. So a sixteenth of the heap leaves three quarters to everything else.
   */
  private static final int PART_OF_HEAP = 16;

  static final ConsumerLimits USUAL = ofHeap(Runtime.getRuntime().maxMemory());

  ConsumerLimits {
    if (keptBody > maxBody || maxBody > bytesInFlight) {
      throw new IllegalArgumentException("a kept body or a whole one does not fit");
    }
  }

  /** The limits on a heap of this many bytes. */
  static ConsumerLimits ofHeap(long heap) {
    return new ConsumerLimits(MAX_BODY, KEPT_BODY, Math.max(MAX_BODY, heap / PART_OF_HEAP));
  }
}

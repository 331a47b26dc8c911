package io.foyer.bench.chat;

/** Reads what members are sent and counts. Belongs to their event loop. */
interface Tally {
  /**
   * Bytes that one member was sent.
   *
   * @param state what the last call for this member answered; 0 at first
   */
  long read(byte[] bytes, int length, long state);

  /** How many so far. */
  long count();
}

package io.foyer.platform.amqp;

/** What a {@link QueueConsumer} is doing. */
public enum ConsumerState {
  /** Not started. */
  NEW,
  /** Opening a connection and the queue. */
  CONNECTING,
  /** Taking deliveries up to the prefetch. */
  CONSUMING,
  /** Taking one delivery after the store was away, to see whether it is back. */
  PROBING,
  /** The broker or the queue is away; trying again with backoff. */
  BROKER_AWAY,
  /** The handler failed; deliveries are back in the queue; trying again with backoff. */
  STORE_AWAY,
  /** Finishing what was begun. */
  DRAINING,
  /** Finished for good. */
  CLOSED;

  /** Whether the broker gives us deliveries, or could. */
  public boolean connected() {
    return this == CONSUMING || this == PROBING || this == STORE_AWAY;
  }
}

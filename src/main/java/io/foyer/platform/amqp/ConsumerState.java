package io.foyer.platform.amqp;

/**
 * State of a {@link QueueConsumer}.
 *
 * <pre>{@code
 * NEW -- start --> CONNECTING <-- backoff elapsed -- BROKER_AWAY, STORE_AWAY
 *
 * CONNECTING -- connected --------------------> CONSUMING
 * CONNECTING -- connected after STORE_AWAY ---> PROBING
 * CONNECTING -- connect failed ---------------> BROKER_AWAY
 *
 * CONSUMING, PROBING -- channel lost ---------> BROKER_AWAY
 * CONSUMING, PROBING -- handler failed -------> STORE_AWAY
 * PROBING -- its delivery acknowledged -------> CONNECTING, then CONSUMING
 *
 * any state -- drain --> DRAINING -- deliveries settled --> CLOSED
 * }</pre>
 */
public enum ConsumerState {
  /** Not started. */
  NEW,
  /** Opening a connection and the queue. */
  CONNECTING,
  /** Receiving deliveries up to the prefetch. */
  CONSUMING,
  /** Receiving one delivery after the store was unavailable, to test whether it is back. */
  PROBING,
  /** The broker or the queue is unavailable; reconnects with backoff. */
  BROKER_AWAY,
  /** The handler failed and its deliveries were requeued; retries with backoff. */
  STORE_AWAY,
  /** Waiting for deliveries in progress. */
  DRAINING,
  /** Closed; cannot be restarted. */
  CLOSED;

  /** Whether the broker is reachable. */
  public boolean connected() {
    return this == CONSUMING || this == PROBING || this == STORE_AWAY;
  }
}

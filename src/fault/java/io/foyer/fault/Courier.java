package io.foyer.fault;

import java.time.Instant;
import java.util.SplittableRandom;

/** Brings deliveries to a door, as often as it takes. */
interface Courier {
  /**
   * Tries until the delivery is accepted, and writes that into the history.
   *
   * @return false if it was not by {@code until}
   */
  boolean deliver(WebhookDelivery webhookDelivery, SplittableRandom random, Instant until)
      throws InterruptedException;
}

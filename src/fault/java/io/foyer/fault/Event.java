package io.foyer.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What a history is made of. */
sealed interface Event {
  Instant at();

  /** A delivery is about to be sent for the first time. */
  record Offered(Instant at, WebhookDelivery webhookDelivery) implements Event {}

  /** A door answered 2xx, or the broker confirmed: from now on it must not be lost. */
  record Accepted(Instant at, String delivery, String door) implements Event {}

  /** A door answered something else: a status, or what became of the connection. */
  record Answered(Instant at, String delivery, String answer) implements Event {}

  /**
   * A reminder arrived at slack_that.
   *
   * @param announced the beginning it tells of, give or take half a minute
   */
  record Posted(Instant at, String link, List<String> emails, Instant announced) implements Event {
    public Posted {
      emails = List.copyOf(emails);
    }
  }

  /**
   * Something was broken.
   *
   * @param inFlight messages that were on their way then: only these may become unknown
   */
  record Broken(Instant at, String what, Set<String> inFlight) implements Event {
    public Broken {
      inFlight = Set.copyOf(inFlight);
    }
  }

  /**
   * It works again.
   *
   * @param at when every node was ready
   * @param after how long that took since it was mended
   */
  record Healed(Instant at, String what, Duration after) implements Event {}
}

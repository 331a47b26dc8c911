package io.foyer.notify;

import io.foyer.platform.outbox.OutboxMessage;
import io.foyer.platform.outbox.Outcome;
import io.foyer.platform.outbox.RetryPolicy;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Set;

/**
 * A notification channel. Implementations keep no durable state: every message they send is a
 * committed outbox row.
 */
public interface Channel {
  /** Its name in the outbox. */
  String name();

  /** The kinds of addresses that it can send to; participants without one are not reachable. */
  Set<AddressKind> addresses();

  /** Whether one message reaches the team, or each participant gets a separate one. */
  Grouping grouping();

  /** The longest {@link #send} takes; a lease on a message outlives it. */
  Duration deadline();

  /** How many calls may be under way at once on one node. */
  int concurrency();

  /** When a message that was certainly not sent is retried. */
  RetryPolicy retry();

  /** What to do when an answer is lost and the remote side cannot be asked. */
  LostAnswer lostAnswer();

  /**
   * Sends one message. Where {@link OutboxMessage#answerLost} is set and the remote side can be
   * asked, it asks first and sends only what did not arrive.
   *
   * @return what came of it; a failed future is a defect of the channel and counts as lost
   */
  Future<Outcome> send(OutboxMessage message);
}

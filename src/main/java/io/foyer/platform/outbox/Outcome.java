package io.foyer.platform.outbox;

import java.time.Duration;
import java.util.Optional;

/** Result of one attempt to send a message. */
public sealed interface Outcome {
  /** Sent; {@code reference} is the remote side's id of the message, empty if it gave none. */
  record Sent(String reference) implements Outcome {}

  /** Certainly not sent, to be retried; not before {@code after} if given. */
  record Again(String reason, Optional<Duration> after) implements Outcome {}

  /**
   * Not attempted: the channel is rate limited, or cannot send anything now. Does not count as an
   * attempt.
   *
   * @param reason why not, where it is of interest to an operator
   */
  record Throttled(Duration after, Optional<String> reason) implements Outcome {
    /** Rate limited. */
    public Throttled(Duration after) {
      this(after, Optional.empty());
    }
  }

  /** Certainly not sent, and retrying is pointless. */
  record Refused(String reason) implements Outcome {}

  /** Possibly sent: no response came back. */
  record Lost(String reason) implements Outcome {}
}

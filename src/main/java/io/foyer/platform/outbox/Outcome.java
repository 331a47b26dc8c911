package io.foyer.platform.outbox;

import java.time.Duration;
import java.util.Optional;

/** What came of one attempt to send a message. */
public sealed interface Outcome {
  /** It left; {@code reference} is what the remote side calls it, empty if it gave no name. */
  record Sent(String reference) implements Outcome {}

  /** It certainly did not leave; worth another attempt, not before {@code after} if given. */
  record Again(String reason, Optional<Duration> after) implements Outcome {}

  /** It was not tried: the channel is over its rate. Costs no attempt. */
  record Throttled(Duration after) implements Outcome {}

  /** It certainly did not leave and never will as it is. */
  record Refused(String reason) implements Outcome {}

  /** It may have left: no answer came back. */
  record Lost(String reason) implements Outcome {}
}

package io.foyer.notify;

/** Policy of a channel for messages whose response was lost. */
public enum LostAnswer {
  /** Query the remote side, and resend only if the message did not arrive. */
  ASK,
  /** Resend while the meeting is still ahead (at least once). */
  RESEND,
  /** Mark as unknown, for an operator to decide (at most once). */
  HOLD
}

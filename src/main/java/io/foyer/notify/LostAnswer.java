package io.foyer.notify;

/** What becomes of a message whose answer was lost, on a channel that cannot be asked. */
public enum LostAnswer {
  /** Send it once more while the meeting is still ahead: better told twice than not at all. */
  RESEND,
  /** Leave it as unknown for an operator to decide. */
  HOLD
}

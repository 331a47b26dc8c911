package io.foyer.notify;

/** What becomes of a message whose answer was lost, by channel. */
public enum LostAnswer {
  /** The remote side can be asked: find out, and send only what did not arrive. */
  ASK,
  /** Send it once more while the meeting is still ahead: better told twice than not at all. */
  RESEND,
  /** Leave it as unknown for an operator to decide. */
  HOLD
}

package io.foyer.notify;

import io.foyer.platform.outbox.OutboxMessage;

/**
 * Content of a notification, by kind. Every kind has its wording in {@link Wording}; a channel
 * renders it.
 */
public sealed interface Notification permits Reminder, EmailMessage {
  /**
   * Reads the payload of an outbox message. Its link is made now, so that it leads where the room
   * is when the message is sent.
   *
   * @throws Unreadable if this build does not know the kind of the message or cannot read it
   */
  static Notification of(OutboxMessage message, ReminderLinks links) {
    boolean email = message.kind().startsWith(EmailMessage.KIND);
    if (!email && !message.kind().equals(Reminder.KIND)) {
      throw new Unreadable("unknown kind of notification: " + message.kind(), true);
    }
    try {
      return email ? EmailMessage.of(message.payload()) : Reminder.of(message.payload(), links);
    } catch (RuntimeException e) {
      throw new Unreadable("unreadable notification: " + e, false);
    }
  }

  /** A message that was not even tried. */
  final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean unknownKind;

    Unreadable(String message, boolean unknownKind) {
      super(message, null, false, false);
      this.unknownKind = unknownKind;
    }

    /** Whether another build may know what to do with it. */
    public boolean unknownKind() {
      return unknownKind;
    }
  }
}

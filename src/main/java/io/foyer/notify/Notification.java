package io.foyer.notify;

import io.foyer.platform.outbox.OutboxMessage;

/**
 * Content of a notification, by kind. Every kind has its wording in {@link Wording}; a channel
 * renders it.
 */
public sealed interface Notification permits Reminder {
  /**
   * Reads the payload of an outbox message. Its link is made now, so that it leads where the room
   * is when the message is sent.
   *
   * @throws IllegalArgumentException if this build does not know the kind of the message
   */
  static Notification of(OutboxMessage message, ReminderLinks links) {
    if (message.kind().equals(Reminder.KIND)) {
      return Reminder.of(message.payload(), links);
    }
    throw new IllegalArgumentException("unknown kind of notification: " + message.kind());
  }
}

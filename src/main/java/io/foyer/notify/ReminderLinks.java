package io.foyer.notify;

import java.util.Optional;

/** Makes the links of reminders when they are sent. */
public interface ReminderLinks {
  /**
   * The link by which the recipient enters.
   *
   * @param key key of the join link
   * @param roomName name of the room; absent where it is not on the Jitsi server
   */
  String link(String key, Optional<String> roomName);
}

package io.foyer.meetings;

import io.foyer.notify.ReminderLinks;
import java.net.URI;
import java.util.Optional;

/**
 * Makes links to meetings: through Foyer, or to the room itself where everybody may use its
 * address.
 */
public final class MeetingLinks implements ReminderLinks {
  private final String prefix;
  private final Conference conference;

  /**
   * Links of this installation.
   *
   * @param prefix what stands before the key in a link through Foyer
   */
  public MeetingLinks(String prefix, Conference conference) {
    this.prefix = prefix;
    this.conference = conference;
  }

  @Override
  public String link(String key, Optional<String> roomName) {
    return roomName
        .flatMap(conference::publicAddress)
        .map(URI::toString)
        .orElseGet(() -> prefix + key);
  }
}

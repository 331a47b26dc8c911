package io.foyer.notify.calendar;

import io.foyer.notify.EmailMessage.Mailbox;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * An event of a calendar (RFC 5545, 3.6.1).
 *
 * @param uid identifies the event in every version and every calendar
 * @param sequence version of the event; a change or cancellation has a higher one
 * @param stamp when this version was made
 * @param start start, in the zone that its wall clock belongs to
 * @param end end; absent where it is not known
 * @param summary title
 * @param description description, plain text; empty for none
 * @param url where it takes place
 * @param organizer who invites
 * @param attendee the recipient of this copy; absent for a copy of nobody in particular
 * @param cancelled whether it does not take place
 */
public record CalendarEvent(
    String uid,
    long sequence,
    Instant stamp,
    ZonedDateTime start,
    Optional<ZonedDateTime> end,
    String summary,
    String description,
    Optional<String> url,
    Optional<Mailbox> organizer,
    Optional<Mailbox> attendee,
    boolean cancelled) {
  /** Checks the times. */
  public CalendarEvent {
    if (end.filter(it -> !it.isAfter(start)).isPresent()) {
      throw new IllegalArgumentException("an event must end after its start");
    }
  }
}

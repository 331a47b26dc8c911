package io.foyer.notify;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reminder of a meeting: the payload of an outbox row of kind {@code reminder}.
 *
 * @param title title of the meeting
 * @param startsAt start of the meeting
 * @param link link to its room
 * @param emails addresses of the recipients, in the order of the participants
 */
public record Reminder(String title, Instant startsAt, String link, List<String> emails)
    implements Notification {
  /** Kind of its outbox rows. */
  public static final String KIND = "reminder";

  public Reminder {
    emails = List.copyOf(emails);
  }

  /** Reads the payload. */
  static Reminder of(JsonObject payload, ReminderLinks links) {
    return new Reminder(
        payload.getString("title"),
        Instant.parse(payload.getString("startsAt")),
        links.link(payload.getString("key"), Optional.ofNullable(payload.getString("room"))),
        payload.getJsonArray("emails", new JsonArray()).stream().map(String.class::cast).toList());
  }
}

package io.foyer.demo;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A meeting of {@link BbbStandIn} from its creation to its end. Guarded by the stand-in. */
final class BbbSession {
  private static final String META = "meta_";

  /** A person in a meeting. */
  record Attendee(String userId, String fullName, boolean moderator) {}

  private final String id;
  private final String name;
  private final String internalId;
  private final Instant created;
  private final String moderatorPassword;
  private final String attendeePassword;
  private final boolean passwordsGiven;
  private final Map<String, String> parameters;
  private final Map<String, Attendee> attendees = new LinkedHashMap<>();
  private boolean hasUserJoined;
  private boolean ending;

  BbbSession(
      String internalId,
      Instant created,
      Map<String, String> parameters,
      String moderatorPassword,
      String attendeePassword,
      boolean passwordsGiven) {
    this.id = parameters.getOrDefault("meetingID", "");
    this.name = parameters.getOrDefault("name", "");
    this.internalId = internalId;
    this.created = created;
    this.parameters = Map.copyOf(parameters);
    this.moderatorPassword = moderatorPassword;
    this.attendeePassword = attendeePassword;
    this.passwordsGiven = passwordsGiven;
  }

  String id() {
    return id;
  }

  String name() {
    return name;
  }

  String internalId() {
    return internalId;
  }

  Instant created() {
    return created;
  }

  String moderatorPassword() {
    return moderatorPassword;
  }

  String attendeePassword() {
    return attendeePassword;
  }

  boolean passwordsGiven() {
    return passwordsGiven;
  }

  Map<String, String> parameters() {
    return parameters;
  }

  boolean hasUserJoined() {
    return hasUserJoined;
  }

  boolean ending() {
    return ending;
  }

  /** The end was asked for. */
  void end() {
    ending = true;
  }

  /** Somebody comes in; returns their id. */
  String join(Optional<String> userId, String fullName, boolean moderator) {
    String user = userId.orElseGet(() -> "w_" + (attendees.size() + 1));
    attendees.put(user, new Attendee(user, fullName, moderator));
    hasUserJoined = true;
    return user;
  }

  void leave(String userId) {
    attendees.remove(userId);
  }

  /** Metadata, with keys in lower case as the server returns them. */
  Map<String, String> metadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    parameters.forEach(
        (key, value) -> {
          if (key.startsWith(META)) {
            metadata.put(key.substring(META.length()).toLowerCase(Locale.ROOT), value);
          }
        });
    return metadata;
  }

  boolean running() {
    return !attendees.isEmpty();
  }

  /** What the answers about a meeting have in common. */
  BbbXml describe(BbbXml xml) {
    xml.with("meetingName", name)
        .with("meetingID", id)
        .with("internalMeetingID", internalId)
        .with("createTime", created.toEpochMilli())
        .with("attendeePW", attendeePassword)
        .with("moderatorPW", moderatorPassword)
        .with("running", running())
        .with("duration", parameters.getOrDefault("duration", "0"))
        .with("hasUserJoined", hasUserJoined)
        .with("recording", parameters.getOrDefault("record", "false"))
        .with("hasBeenForciblyEnded", ending)
        .with("startTime", created.toEpochMilli())
        .with("participantCount", attendees.size())
        .with("moderatorCount", attendees.values().stream().filter(Attendee::moderator).count())
        .open("attendees");
    attendees
        .values()
        .forEach(
            each ->
                xml.open("attendee")
                    .with("userID", each.userId())
                    .with("fullName", each.fullName())
                    .with("role", each.moderator() ? "MODERATOR" : "VIEWER")
                    .close("attendee"));
    return xml.close("attendees").open("metadata").all(metadata()).close("metadata");
  }
}

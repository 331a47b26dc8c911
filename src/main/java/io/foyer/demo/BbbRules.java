package io.foyer.demo;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Rules of BigBlueButton about the parameters of its calls. */
final class BbbRules {
  private static final int SHORTEST = 2;
  private static final int LONGEST = 256;
  private static final Pattern META = Pattern.compile("meta_[a-zA-Z][a-zA-Z0-9-]*");

  private BbbRules() {}

  /** What is wrong with the parameters of {@code create}. */
  static Optional<String> wrong(Map<String, String> given) {
    String id = given.getOrDefault("meetingID", "");
    if (outOfBounds(id) || id.contains(",")) {
      return Optional.of("Meeting ID must be between 2 and 256 characters, without commas");
    }
    if (outOfBounds(given.getOrDefault("name", ""))) {
      return Optional.of("Meeting name must be between 2 and 256 characters");
    }
    return given.keySet().stream()
        .filter(key -> key.startsWith("meta_") && !META.matcher(key).matches())
        .findFirst()
        .map(key -> "Invalid name of metadata: " + key);
  }

  private static boolean outOfBounds(String text) {
    return text.length() < SHORTEST || text.length() > LONGEST;
  }

  /** Whether a second {@code create} is about the same meeting: the same passwords, or none. */
  static boolean same(BbbSession known, Map<String, String> given) {
    String moderator = given.get("moderatorPW");
    String attendee = given.get("attendeePW");
    return (moderator == null && attendee == null)
        || (known.passwordsGiven()
            && known.moderatorPassword().equals(moderator)
            && known.attendeePassword().equals(attendee));
  }

  /** The key with which somebody is refused; empty who may join. */
  static Optional<String> joinRefused(BbbSession session, Map<String, String> given) {
    if (given.getOrDefault("fullName", "").isBlank()) {
      return Optional.of("missingParamFullName");
    }
    if (session.ending()) {
      return Optional.of("meetingForciblyEnded");
    }
    String created = given.get("createTime");
    if (created != null && !created.equals(Long.toString(session.created().toEpochMilli()))) {
      return Optional.of("mismatchCreateTimeParam");
    }
    String password = given.getOrDefault("password", "");
    boolean known =
        given.containsKey("role")
            || password.equals(session.moderatorPassword())
            || password.equals(session.attendeePassword());
    return known ? Optional.empty() : Optional.of("invalidPassword");
  }

  /** Whether somebody joins as a moderator; the role wins over the password. */
  static boolean moderates(BbbSession session, Map<String, String> given) {
    String role = given.get("role");
    return role == null
        ? session.moderatorPassword().equals(given.get("password"))
        : role.equalsIgnoreCase("MODERATOR");
  }
}

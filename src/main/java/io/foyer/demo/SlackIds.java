package io.foyer.demo;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/** Derives Slack's ids of users and direct messages from e-mail addresses, deterministically. */
final class SlackIds {
  private SlackIds() {}

  static String user(String email) {
    byte[] bytes = email.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    String hex = UUID.nameUUIDFromBytes(bytes).toString().replace("-", "");
    return "U" + hex.substring(0, 10).toUpperCase(Locale.ROOT);
  }

  static String directMessage(String user) {
    return "D" + user.substring(1);
  }

  static String userOf(String directMessage) {
    return "U" + directMessage.substring(1);
  }
}

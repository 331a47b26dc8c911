package io.foyer.notify.slack;

/**
 * Escapes plain text for Slack: the three characters of its markup, so that a meeting's title
 * cannot mention a channel or disguise a link.
 */
final class SlackText {
  private SlackText() {}

  static String escape(String plain) {
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}

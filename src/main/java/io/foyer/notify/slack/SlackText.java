package io.foyer.notify.slack;

/**
 * Plain text as Slack must be given it. The three characters of Slack's markup are escaped, so that
 * a meeting's title cannot mention a channel or disguise a link.
 */
final class SlackText {
  private SlackText() {}

  static String escape(String plain) {
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}

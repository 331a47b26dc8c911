package io.foyer.notify.slack;

import io.foyer.platform.outbox.Outcome;

/**
 * Escapes plain text for Slack: the three characters of its markup, so that a meeting's title
 * cannot mention a channel or disguise a link.
 */
final class SlackText {
  /** What becomes of an e-mail on a channel of Slack. */
  static final Outcome NO_EMAIL = new Outcome.Refused("an e-mail cannot be sent to Slack");

  private SlackText() {}

  static String escape(String plain) {
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}

package io.foyer.notify.slack;

import io.foyer.notify.LostAnswer;
import io.foyer.platform.config.Default;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the slack_that service.
 *
 * @param callTimeout timeout of a call: it looks up every e-mail address before it responds
 * @param lostAnswer policy when a message was sent and the response was lost
 */
public record SlackThatConfig(
    URI url,
    Optional<String> workspace,
    @Default("Evaluation Master") String username,
    @Default("20s") Duration callTimeout,
    @Default("resend") LostAnswer lostAnswer) {
  /** slack_that cannot be asked what it has sent. */
  public SlackThatConfig {
    if (lostAnswer == LostAnswer.ASK) {
      throw new IllegalArgumentException("lost_answer must be resend or hold");
    }
  }
}

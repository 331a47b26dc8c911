package io.foyer.notify.slack;

import io.foyer.notify.LostAnswer;
import io.foyer.platform.config.Default;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The slack_that service.
 *
 * @param callTimeout how long to wait for its answer: it looks every e-mail up before it answers
 * @param lostAnswer what to do when a message went out and no answer came back
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

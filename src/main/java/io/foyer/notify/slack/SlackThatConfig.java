package io.foyer.notify.slack;

import io.foyer.notify.LostAnswer;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The slack_that service. */
public record SlackThatConfig(
    @Description(value = "The address of the service.", example = "http://localhost:8090") URI url,
    @Description(
            value = "The Slack workspace to post in.",
            absent = "slack_that chooses",
            example = "change-me")
        Optional<String> workspace,
    @Description("The name that messages are posted under.") @Default("Evaluation Master")
        String username,
    @Description(
            "The longest time to wait for an answer; slack_that looks up every e-mail address"
                + " first.")
        @Default("20s")
        Duration callTimeout,
    @Description(
            value =
                "What follows a lost answer: `resend` sends once more while the start is ahead,"
                    + " `hold` leaves the message `unknown` for an operator.",
            allowed = "resend, hold")
        @Default("resend")
        LostAnswer lostAnswer) {
  /** slack_that cannot be asked what it has sent. */
  public SlackThatConfig {
    if (lostAnswer == LostAnswer.ASK) {
      throw new IllegalArgumentException("lost_answer must be resend or hold");
    }
  }
}

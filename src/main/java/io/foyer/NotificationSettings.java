package io.foyer;

import io.foyer.notify.mail.SmtpConfig;
import io.foyer.notify.slack.SlackConfig;
import io.foyer.notify.slack.SlackThatConfig;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The settings of messages to people. */
public record NotificationSettings(
    @Description("The language of messages to people.") @Default("en") Language language,
    @Description("How long finished messages to people are kept.") @Default("2160h")
        Duration outboxRetention,
    @Description(value = "The slack_that service, which posts to Slack.", absent = "it is not used")
        Optional<SlackThatConfig> slackThat,
    @Description(value = "Slack's own Web API.", absent = "it is not used")
        Optional<SlackConfig> slack,
    @Description(value = "E-mail.", absent = "it is not sent") Optional<SmtpConfig> mail) {
  /** A language that messages to people can be written in. */
  public enum Language {
    EN,
    FR,
    ES,
    DE;

    /** This language for the message bundles. */
    public Locale locale() {
      return Locale.of(name().toLowerCase(Locale.ROOT));
    }
  }
}

package io.foyer.notify.mail;

import io.foyer.notify.EmailMessage.Mailbox;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.HostPort;
import io.foyer.platform.config.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The SMTP server of Foyer's own e-mails. */
public record SmtpConfig(
    @Description(
            value =
                "The SMTP server, as `host:port`; 587 is usual with `starttls`, 465 with `tls`.",
            example = "smtp.example.org:587")
        HostPort server,
    @Description("How the connection is encrypted.") @Default("starttls") MailSecurity security,
    @Description(
            value = "The user of the log-in.",
            absent = "there is no log-in",
            example = "foyer")
        Optional<String> user,
    @Description(
            value = "The password of the log-in.",
            absent = "there is no log-in",
            example = "change-me")
        Optional<Secret> password,
    @Description(
            value =
                "A PEM file of the authorities that may have signed the certificates of SMTP"
                    + " servers.",
            absent = "those of the system",
            example = "/etc/foyer/smtp-ca.pem")
        Optional<Path> tlsCa,
    @Description(value = "The author's address.", example = "foyer@example.org") String from,
    @Description("The author's name.") @Default("Foyer") String fromName,
    @Description(
            value = "The address that reports of failed delivery go to.",
            absent = "the author's address",
            example = "bounces@example.org")
        Optional<String> returnPath,
    @Description(
            value = "The address that every e-mail is sent to in place of its own, for trials.",
            absent = "e-mails go to their recipients",
            example = "trial@example.org")
        Optional<String> to,
    @Description("The most e-mails in a minute; 0 for no limit.") @Default("0") int perMinute,
    @Description("The longest time that sending one e-mail may take.") @Default("60s")
        Duration callTimeout) {
  /** Checks what belongs together. */
  public SmtpConfig {
    if (user.isPresent() != password.isPresent()) {
      throw new IllegalArgumentException("user and password belong together");
    }
    if (perMinute < 0) {
      throw new IllegalArgumentException("per_minute must not be negative");
    }
  }

  /** Foyer's own account. */
  public MailAccount account() {
    return new MailAccount(
        "",
        server,
        security,
        user.flatMap(name -> password.map(secret -> new MailAccount.Credentials(name, secret))),
        tlsCa,
        new Mailbox(from, fromName),
        returnPath,
        to.map(address -> new Mailbox(address, "")),
        perMinute,
        callTimeout);
  }
}

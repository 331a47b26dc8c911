package io.foyer.accounts;

import io.foyer.notify.EmailMessage;
import io.foyer.notify.EmailMessage.Mailbox;
import io.foyer.notify.EmailOutbox;
import io.foyer.notify.template.EmailTemplates;
import io.foyer.notify.template.EmailTemplates.Content;
import io.foyer.platform.config.Secret;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** E-mails about accounts. */
public final class AccountEmails implements ResetMail {
  private static final Duration RESET_LIFETIME = Duration.ofHours(1);

  private final EmailOutbox outbox;
  private final EmailTemplates templates;
  private final InstantSource clock;
  private final String base;
  private final Locale locale;

  /**
   * E-mails whose links lead to an installation.
   *
   * @param base its address, without a slash at its end
   */
  public AccountEmails(
      EmailOutbox outbox,
      EmailTemplates templates,
      InstantSource clock,
      String base,
      Locale locale) {
    this.outbox = outbox;
    this.templates = templates;
    this.clock = clock;
    this.base = base;
    this.locale = locale;
  }

  @Override
  public Future<Void> write(Tx tx, Account account, Secret token) {
    Content content =
        templates.render(
            "passwordReset",
            locale,
            Map.of(
                "name", account.name(),
                "handle", account.handle(),
                "link", base + AccountApi.RESET_PAGE + token.reveal()));
    EmailMessage email =
        new EmailMessage(
            new Mailbox(account.email(), account.name()),
            Optional.empty(),
            content.subject(),
            content.text(),
            Optional.of(content.html()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(token.reveal()));
    EmailOutbox.Cause cause =
        new EmailOutbox.Cause(
            "password-reset", account.id(), clock.millis(), Optional.empty(), RESET_LIFETIME);
    return outbox.write(tx, cause, email);
  }

  @Override
  public void committed() {
    outbox.wake();
  }
}

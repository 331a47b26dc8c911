package io.foyer.notify.mail;

import io.foyer.notify.AddressKind;
import io.foyer.notify.Channel;
import io.foyer.notify.EmailMessage;
import io.foyer.notify.EmailMessage.Mailbox;
import io.foyer.notify.EmailOutbox;
import io.foyer.notify.Grouping;
import io.foyer.notify.LostAnswer;
import io.foyer.notify.Notification;
import io.foyer.notify.Reminder;
import io.foyer.notify.ReminderLinks;
import io.foyer.notify.Wording;
import io.foyer.notify.Wording.Words;
import io.foyer.notify.mail.MimeEncoder.UnsendableException;
import io.foyer.platform.jobs.Backoff;
import io.foyer.platform.outbox.OutboxMessage;
import io.foyer.platform.outbox.Outcome;
import io.foyer.platform.outbox.RetryPolicy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends e-mails by SMTP, each by the account that its outbox row names. A server that cannot be
 * reached, whose certificate is not trusted or that refuses the log-in makes the messages of its
 * account wait; only a refusal of the message itself fails it. A message whose answer was lost is
 * sent once more, with the same Message-ID.
 */
public final class MailChannel implements Channel {
  /** Name of the channel in the outbox. */
  public static final String NAME = EmailOutbox.CHANNEL;

  private static final Logger log = LoggerFactory.getLogger(MailChannel.class);

  // Connections of one client; Postfix allows 50, Gmail 10.
  private static final int CONCURRENCY = 8;

  /** Two days; the pauses grow from seconds to an hour (RFC 5321, 4.5.4.1). */
  private static final RetryPolicy TWO_DAYS =
      new RetryPolicy(
          70, Duration.ofDays(2), new Backoff.Range(Duration.ofSeconds(2), Duration.ofHours(1)));

  private final Vertx vertx;
  private final MailAccounts accounts;
  private final Wording wording;
  private final ReminderLinks links;
  private final InstantSource clock;
  private final Duration deadline;
  private final Map<String, Connections> connections = new ConcurrentHashMap<>();
  private final Map<String, String> failing = new ConcurrentHashMap<>();

  /** The connections of an account, and how they do. */
  private record Connections(SmtpTransport transport, AccountHealth health) {}

  /**
   * A channel.
   *
   * @param deadline longest time for one message, of whatever account
   */
  public MailChannel(
      Vertx vertx,
      MailAccounts accounts,
      Wording wording,
      ReminderLinks links,
      InstantSource clock,
      Duration deadline) {
    this.vertx = vertx;
    this.accounts = accounts;
    this.wording = wording;
    this.links = links;
    this.clock = clock;
    this.deadline = deadline;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<AddressKind> addresses() {
    return Set.of(AddressKind.EMAIL);
  }

  @Override
  public Grouping grouping() {
    return Grouping.PERSON;
  }

  @Override
  public Duration deadline() {
    return deadline;
  }

  @Override
  public int concurrency() {
    return CONCURRENCY;
  }

  @Override
  public RetryPolicy retry() {
    return TWO_DAYS;
  }

  @Override
  public LostAnswer lostAnswer() {
    return LostAnswer.RESEND;
  }

  /** The accounts that cannot send, each with the cause; safe to call from any thread. */
  public Map<String, String> failing() {
    return Map.copyOf(failing);
  }

  @Override
  public Future<Outcome> send(OutboxMessage message) {
    return Future.succeededFuture(message)
        .map(it -> Notification.of(it, links))
        .map(
            notification ->
                switch (notification) {
                  case EmailMessage email -> email;
                  case Reminder reminder -> email(reminder);
                })
        .compose(email -> send(email, message));
  }

  private EmailMessage email(Reminder reminder) {
    Words words = wording.words(reminder);
    return new EmailMessage(
        new Mailbox(String.join(",", reminder.emails()), ""),
        Optional.empty(),
        reminder.title(),
        words.text() + "\n\n" + words.pretext() + "\n",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private Future<Outcome> send(EmailMessage email, OutboxMessage message) {
    return accounts
        .find(message.sender())
        .compose(
            account ->
                account
                    .map(it -> send(email, message, it))
                    .orElseGet(
                        () -> Future.succeededFuture(new Outcome.Refused("no such mail account"))));
  }

  private Future<Outcome> send(EmailMessage email, OutboxMessage message, MailAccount account) {
    MailMessage encoded;
    try {
      encoded = MimeEncoder.encode(email, account, message.id(), clock.instant());
    } catch (UnsendableException e) {
      return Future.succeededFuture(new Outcome.Refused(String.valueOf(e.getMessage())));
    }
    Connections own = connections(account);
    Optional<Duration> wait = own.health().acquire();
    return wait.isPresent()
        ? Future.succeededFuture(new Outcome.Throttled(wait.get(), own.health().reason()))
        : own.transport().send(encoded).map(result -> outcome(result, message, own));
  }

  /** The connections of an account; new ones when it was changed. */
  private Connections connections(MailAccount account) {
    Connections known = connections.get(account.id());
    if (known != null && known.transport().account().equals(account)) {
      return known;
    }
    if (known != null) {
      Future<Void> unused = known.transport().close();
    }
    Connections made =
        new Connections(
            new SmtpTransport(vertx, account), new AccountHealth(clock, account.perMinute()));
    connections.put(account.id(), made);
    failing.remove(account.id());
    return made;
  }

  private Outcome outcome(SmtpResult result, OutboxMessage message, Connections own) {
    return switch (result) {
      case SmtpResult.Accepted() -> up(own, new Outcome.Sent(message.id()));
      case SmtpResult.Refused(String reason) -> up(own, new Outcome.Refused(reason));
      case SmtpResult.Deferred(String reason) ->
          up(own, new Outcome.Again(reason, Optional.empty()));
      case SmtpResult.Unavailable(String reason) ->
          new Outcome.Throttled(down(own, reason), Optional.of(reason));
      case SmtpResult.Lost(String reason) -> {
        Duration unused = down(own, reason);
        yield new Outcome.Lost(reason);
      }
    };
  }

  private Outcome up(Connections own, Outcome outcome) {
    own.health().up();
    String id = own.transport().account().id();
    if (failing.remove(id) != null) {
      log.atInfo().addKeyValue("account", id).log("Mail account works again");
    }
    return outcome;
  }

  private Duration down(Connections own, String reason) {
    String id = own.transport().account().id();
    if (failing.put(id, reason) == null) {
      log.atWarn()
          .addKeyValue("account", id)
          .addKeyValue("cause", reason)
          .log("Mail account fails");
    }
    return own.health().down(reason);
  }

  /** Closes the connections. */
  public Future<Void> close() {
    return Future.join(connections.values().stream().map(it -> it.transport().close()).toList())
        .mapEmpty();
  }
}

package io.foyer.notify;

import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Tx;
import io.foyer.platform.outbox.NewMessage;
import io.foyer.platform.outbox.OutboxStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Writes e-mails into the outbox, in the transaction of whoever has a reason for them. */
public final class EmailOutbox {
  /** The channel that sends them. */
  public static final String CHANNEL = "mail";

  private final OutboxStore store;
  private final WakeupNotifier wakeupNotifier;
  private final InstantSource clock;
  private final boolean held;

  /**
   * An outbox.
   *
   * @param held whether e-mails wait until an operator releases them
   */
  public EmailOutbox(
      OutboxStore store, WakeupNotifier wakeupNotifier, InstantSource clock, boolean held) {
    this.store = store;
    this.wakeupNotifier = wakeupNotifier;
    this.clock = clock;
    this.held = held;
  }

  /**
   * What an e-mail is about.
   *
   * @param topic its kind, such as {@code password-reset}
   * @param subject id of what it is about, such as an account
   * @param version version of the subject; a second e-mail of the same topic, subject, version and
   *     recipient is not written
   * @param account mail account that sends it; empty for Foyer's own
   * @param lifetime how long it is worth sending
   */
  public record Cause(
      String topic, String subject, long version, Optional<String> account, Duration lifetime) {}

  /** Writes an e-mail; the caller wakes the senders after the commit. */
  public Future<Void> write(Tx tx, Cause cause, EmailMessage email) {
    Instant end = clock.instant().plus(cause.lifetime());
    NewMessage message =
        new NewMessage(
            cause.subject(),
            cause.version(),
            EmailMessage.KIND + cause.topic(),
            CHANNEL,
            email.to().address(),
            cause.account(),
            email.json(),
            held,
            end,
            end);
    return store.write(tx, List.of(message)).mapEmpty();
  }

  /** Wakes the senders. */
  public void wake() {
    wakeupNotifier.wake(NotifyVerticle.OUTBOX);
  }
}

package io.foyer.notify.mail;

import io.vertx.core.Future;
import java.util.Optional;

/** Finds the mail account that a message is sent by. */
public interface MailAccounts {
  /**
   * The account as it is configured now.
   *
   * @param sender the {@code sender} of the outbox row; empty for Foyer's own
   * @return empty if there is no such account, or no longer
   */
  Future<Optional<MailAccount>> find(Optional<String> sender);
}

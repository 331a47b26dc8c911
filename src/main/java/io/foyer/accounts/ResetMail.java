package io.foyer.accounts;

import io.foyer.platform.config.Secret;
import io.vertx.core.Future;

/** Sends the token of a password reset to the owner of an account. */
public interface ResetMail {
  /**
   * Sends it.
   *
   * @param token what {@link AccountService#resetPassword} takes; works once and for an hour
   */
  Future<Void> send(Account account, Secret token);
}

package io.foyer.accounts;

import io.foyer.platform.config.Secret;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;

/** Sends the token of a password reset to the owner of an account. */
public interface ResetMail {
  /**
   * Writes the e-mail, which is sent after the commit.
   *
   * @param token what {@link AccountService#resetPassword} takes; works once and for an hour
   */
  Future<Void> write(Tx tx, Account account, Secret token);

  /** The transaction has committed. */
  default void committed() {
    // nothing else is to be done
  }
}

package io.foyer.accounts;

import io.foyer.platform.config.Secret;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reset mail sender for a node without mail: sends nothing and logs a warning. */
public final class NoMail implements ResetMail {
  private static final Logger log = LoggerFactory.getLogger(NoMail.class);

  @Override
  public Future<Void> write(Tx tx, Account account, Secret token) {
    log.atWarn()
        .addKeyValue("account", account.id())
        .log("Password reset requested, but mail is not configured");
    return Future.succeededFuture();
  }
}

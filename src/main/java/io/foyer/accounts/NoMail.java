package io.foyer.accounts;

import io.foyer.platform.config.Secret;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where no mail is configured: nobody gets a letter, and operators can see it. */
public final class NoMail implements ResetMail {
  private static final Logger log = LoggerFactory.getLogger(NoMail.class);

  @Override
  public Future<Void> send(Account account, Secret token) {
    log.atWarn()
        .addKeyValue("account", account.id())
        .log("a password reset was asked for, and no mail is configured");
    return Future.succeededFuture();
  }
}

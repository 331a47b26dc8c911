package io.foyer.accounts;

import io.foyer.accounts.Session.Carrier;
import io.foyer.platform.Problem;
import io.foyer.platform.config.Secret;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Client;
import io.vertx.core.Future;
import java.util.List;

/**
 * Sessions where an outside server lets people in: none begins here, none that began before opens
 * anything, and those that are left can be ended.
 */
final class ElsewhereSessions implements SessionService {
  private final SessionService own;

  ElsewhereSessions(SessionService own) {
    this.own = own;
  }

  @Override
  public Future<LoggedIn> logIn(String login, String password, Carrier carrier, Client client) {
    return ElsewhereAccounts.elsewhere();
  }

  @Override
  public Future<LoggedIn> refresh(Secret refreshToken) {
    return ElsewhereAccounts.elsewhere();
  }

  @Override
  public Future<List<Session>> of(String accountId) {
    return own.of(accountId);
  }

  @Override
  public Future<Void> end(String accountId, String sessionId) {
    return own.end(accountId, sessionId);
  }

  @Override
  public Future<Void> endOthers(String accountId, String sessionToKeep) {
    return own.endOthers(accountId, sessionToKeep);
  }

  @Override
  public Future<Caller> bearer(String token) {
    return nobody();
  }

  @Override
  public Future<Caller> cookie(String value) {
    return nobody();
  }

  private static Future<Caller> nobody() {
    return Future.failedFuture(
        new Problem.Denied("Log-ins of this house are not valid now.").asException());
  }

  @Override
  public Future<Ticket> takeTicket(Caller caller) {
    return ElsewhereAccounts.elsewhere();
  }

  @Override
  public Future<Caller> redeem(Secret ticket) {
    return nobody();
  }

  @Override
  public Future<Caller> still(Caller caller) {
    return caller.session().isPresent() ? nobody() : own.still(caller);
  }

  @Override
  public void listen(RevocationListener listener) {
    own.listen(listener);
  }
}

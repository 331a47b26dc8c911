package io.foyer.accounts;

import io.foyer.accounts.Session.Carrier;
import io.foyer.platform.config.Secret;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Client;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/**
 * Logs in and out, refreshes and revokes sessions, for every API. A session is revoked when the
 * future succeeds.
 */
public interface SessionService {
  /**
   * Logs in.
   *
   * @param login handle or e-mail address, in any letter case
   * @return fails with {@code Denied} whatever was wrong, with {@code TooMany} while log-ins are
   *     throttled
   */
  Future<LoggedIn> logIn(String login, String password, Carrier carrier, Client client);

  /**
   * Refreshes a session: exchanges a refresh token for new tokens.
   *
   * @return fails with {@code Conflict} for a parallel call, with {@code Denied} otherwise
   */
  Future<LoggedIn> refresh(Secret refreshToken);

  /** The sessions of an account that have not ended, the newest first. */
  Future<List<Session>> of(String accountId);

  /** Ends one session of an account; {@code NotFound} where it has none such. */
  Future<Void> end(String accountId, String sessionId);

  /** Ends all sessions of an account but one. */
  Future<Void> endOthers(String accountId, String sessionToKeep);

  /**
   * Authenticates a bearer token: a JWT of ours, or 64 hex digits.
   *
   * @return fails with {@code Denied}; with {@code Unavailable} if it cannot be verified
   */
  Future<Caller> bearer(String token);

  /** Authenticates a session cookie; fails as {@link #bearer}. */
  Future<Caller> cookie(String value);

  /** Issues a ticket that authenticates one socket as the caller. */
  Future<Ticket> takeTicket(Caller caller);

  /** Authenticates a ticket, which can be used once. Fails with {@code Denied}. */
  Future<Caller> redeem(Secret ticket);

  /**
   * Revalidates a caller: returns it if its session is still active as far as this node knows; for
   * long-lived connections. Fails as {@link #bearer}.
   */
  Future<Caller> still(Caller caller);

  /** Adds a listener for sessions that end, on any node. */
  void listen(RevocationListener listener);

  /** A single-use ticket and its expiry. */
  record Ticket(Secret secret, Instant expiresAt) {}
}

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
   * @return fails with {@code Denied} whatever was wrong, with {@code TooMany} while no password is
   *     looked at
   */
  Future<LoggedIn> logIn(String login, String password, Carrier carrier, Client client);

  /**
   * Trades a refresh token for new tokens of the same session.
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
   * Whom a bearer token names: a JWT of ours, or 64 hex digits.
   *
   * @return fails with {@code Denied}; with {@code Unavailable} where nobody can know
   */
  Future<Caller> bearer(String token);

  /** Whom a cookie's value names; fails as {@link #bearer}. */
  Future<Caller> cookie(String value);

  /** A ticket that opens one socket in the caller's name. */
  Future<Ticket> takeTicket(Caller caller);

  /** Whom a ticket names; it is used up by that. Fails with {@code Denied}. */
  Future<Caller> redeem(Secret ticket);

  /**
   * The same caller, if his session goes on as far as this node knows; for what lives longer than a
   * request. Fails as {@link #bearer}.
   */
  Future<Caller> still(Caller caller);

  /** From now on {@code listener} hears of sessions that end, on any node. */
  void listen(RevocationListener listener);

  /** A single-use ticket and its expiry. */
  record Ticket(Secret secret, Instant expiresAt) {}
}

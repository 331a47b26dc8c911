package io.foyer.accounts;

import io.foyer.platform.config.Secret;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Registers, reads, changes and deletes accounts, for every API. Problems: {@code Invalid} names
 * the fields {@code handle email password name about current subject}; {@code Conflict}: a handle,
 * an e-mail address or an identity is taken; {@code NotFound}: no such account; {@code
 * Unavailable}: the database is unreachable or too many passwords wait to be hashed.
 */
public interface AccountService {
  /** Registers an account for a caller who may register others. */
  Future<Account> register(NewAccount account);

  /**
   * Registers an account for a stranger. {@code TooMany}: too many come from the network of {@code
   * address}.
   */
  Future<Account> signUp(NewAccount account, String address);

  /** One account, with its identities. */
  Future<Optional<Account>> byId(String id);

  /** One account by its handle in any letter case, with its identities. */
  Future<Optional<Account>> byHandle(String handle);

  /** Those of the ids that exist, in no order. */
  Future<List<Account>> byIds(Collection<String> ids);

  /** Those of the handles that exist, in any letter case, by handle. */
  Future<List<Account>> byHandles(Collection<String> handles);

  /**
   * Accounts whose handle or name begins with {@code query}, by handle.
   *
   * @param after the {@code next} of the page before
   */
  Future<AccountPage> search(Optional<String> query, Optional<String> after, int limit);

  /** Changes the caller's own account. */
  Future<Account> change(String id, AccountChange change);

  /** Changes the caller's own password; revokes all their sessions but {@code sessionToKeep}. */
  Future<Void> changePassword(String id, String sessionToKeep, String current, String password);

  /** Gives another role, disables or enables; ends all sessions where something changed. */
  Future<Account> administer(String id, Optional<Role> role, Optional<Boolean> disabled);

  /** Links an account to an identity at a provider; replaces an earlier one. */
  Future<Account> setIdentity(String id, String provider, String subject);

  /** Unlinks an identity; idempotent. */
  Future<Void> removeIdentity(String id, String provider);

  /** Identity of an account at a provider. */
  Future<Optional<String>> identity(String id, String provider);

  /** Requests a password reset mail for an address; does not reveal whether an account has it. */
  Future<Void> requestReset(String email);

  /**
   * Makes a password reset token for an administrator to hand over; earlier tokens of the account
   * become worthless. {@code NotFound} also for a disabled account.
   *
   * @param by account of the administrator, for the log
   */
  Future<ResetToken> makeResetToken(String id, String by);

  /** Sets the password of the account that {@code token} was sent to; ends all its sessions. */
  Future<Void> resetPassword(Secret token, String password);
}

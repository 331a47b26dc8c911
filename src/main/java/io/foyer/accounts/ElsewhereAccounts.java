package io.foyer.accounts;

import io.foyer.platform.Problem;
import io.foyer.platform.config.Secret;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Accounts where an outside server keeps them: read here as ever, made and changed only there. */
final class ElsewhereAccounts implements AccountService {
  private final AccountService mirrored;

  ElsewhereAccounts(AccountService mirrored) {
    this.mirrored = mirrored;
  }

  static <T> Future<T> elsewhere() {
    return Future.failedFuture(
        new Problem.Forbidden("Accounts are kept by another server; this is done there.")
            .asException());
  }

  @Override
  public Future<Account> register(NewAccount account) {
    return elsewhere();
  }

  @Override
  public Future<Account> signUp(NewAccount account, String address) {
    return elsewhere();
  }

  @Override
  public Future<Optional<Account>> byId(String id) {
    return mirrored.byId(id);
  }

  @Override
  public Future<Optional<Account>> byHandle(String handle) {
    return mirrored.byHandle(handle);
  }

  @Override
  public Future<List<Account>> byIds(Collection<String> ids) {
    return mirrored.byIds(ids);
  }

  @Override
  public Future<List<Account>> byHandles(Collection<String> handles) {
    return mirrored.byHandles(handles);
  }

  @Override
  public Future<AccountPage> search(Optional<String> query, Optional<String> after, int limit) {
    return mirrored.search(query, after, limit);
  }

  @Override
  public Future<Account> change(String id, AccountChange change) {
    return elsewhere();
  }

  @Override
  public Future<Void> changePassword(String id, String keep, String current, String password) {
    return elsewhere();
  }

  /** Disabling keeps somebody out of this house; a role is the other server's to give. */
  @Override
  public Future<Account> administer(String id, Optional<Role> role, Optional<Boolean> disabled) {
    return role.isPresent() ? elsewhere() : mirrored.administer(id, role, disabled);
  }

  @Override
  public Future<Account> setIdentity(String id, String provider, String subject) {
    return mirrored.setIdentity(id, provider, subject);
  }

  @Override
  public Future<Void> removeIdentity(String id, String provider) {
    return mirrored.removeIdentity(id, provider);
  }

  @Override
  public Future<Optional<String>> identity(String id, String provider) {
    return mirrored.identity(id, provider);
  }

  @Override
  public Future<Void> requestReset(String email) {
    return elsewhere();
  }

  @Override
  public Future<ResetToken> makeResetToken(String id, String by) {
    return elsewhere();
  }

  @Override
  public Future<Void> resetPassword(Secret token, String password) {
    return elsewhere();
  }
}

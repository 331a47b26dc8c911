package io.foyer.accounts;

import io.foyer.platform.Ids;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.Tx;
import io.foyer.platform.web.Caller.Role;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Creates the first administrator. */
public final class Admins {
  private final AccountStore store = new AccountStore();
  private final CredentialStore credentials = new CredentialStore();
  private final Ids ids;
  private final Database database;
  private final Passwords passwords;

  Admins(Ids ids, Database database, Passwords passwords) {
    this.ids = ids;
    this.database = database;
    this.passwords = passwords;
  }

  /** For a command, which has no node around it. */
  public static Admins on(Vertx vertx, Database database) {
    return new Admins(
        new Ids(), database, new Passwords(vertx, new SimpleMeterRegistry(), HashCost.STANDARD));
  }

  /** Whether there is no administrator yet. */
  public Future<Boolean> missing() {
    return store.hasAdmin(database).map(there -> !there);
  }

  /**
   * Makes an admin where there is none. Of many that do so at once one makes it, the others find
   * it.
   *
   * @return whether it was made by this; fails with {@code Invalid}, and with {@code Conflict} if
   *     the handle or the address belongs to another account
   */
  public Future<Boolean> first(NewAccount wish) {
    return row(wish).compose(row -> database.transaction(tx -> insertFirst(tx, row)));
  }

  /** Makes one more admin; fails as {@link #first}. */
  public Future<Void> more(NewAccount wish) {
    return row(wish).compose(row -> database.transaction(tx -> insert(tx, row))).mapEmpty();
  }

  /** Verifies the password of an account. */
  public Future<Boolean> knows(String handle, String password) {
    return credentials
        .byLogin(database, Folding.key(handle))
        .compose(
            found ->
                found
                    .map(it -> passwords.matches(password, it.passwordHash()))
                    .orElseGet(() -> Future.succeededFuture(false)));
  }

  private Future<AccountStore.NewRow> row(NewAccount wish) {
    Fields fields = new Fields();
    Handle handle = fields.handle(wish.handle());
    Email email = fields.email(wish.email());
    fields.password(wish.password());
    return fields
        .done()
        .compose(good -> passwords.hash(wish.password()))
        .map(hash -> new AccountStore.NewRow(handle, email, handle.text(), "", Role.ADMIN, hash));
  }

  private Future<Boolean> insertFirst(Tx tx, AccountStore.NewRow row) {
    return store
        .lockFirst(tx)
        .compose(locked -> store.hasAdmin(tx))
        .compose(there -> there ? Future.succeededFuture(false) : insert(tx, row));
  }

  private Future<Boolean> insert(Tx tx, AccountStore.NewRow row) {
    return store
        .insert(tx, ids.next(), row)
        .compose(made -> made ? Future.succeededFuture(true) : Future.failedFuture(taken()));
  }

  private static ProblemException taken() {
    return new Problem.Conflict("The admin's handle or e-mail address belongs to somebody else.")
        .asException();
  }
}

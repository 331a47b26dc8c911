package io.foyer.accounts;

import io.foyer.platform.Ids;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.Tx;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * Sees to it that somebody can administer. Of many that start at once one makes the account, the
 * others find it.
 */
public final class FirstAdmin {
  private final AccountStore store = new AccountStore();
  private final Ids ids;
  private final Database database;
  private final Passwords passwords;

  FirstAdmin(Ids ids, Database database, Passwords passwords) {
    this.ids = ids;
    this.database = database;
    this.passwords = passwords;
  }

  /**
   * Makes the account where there is no admin at all.
   *
   * @param admin asked only then
   * @return whether it was made; fails with {@code Invalid}, and with {@code Conflict} where its
   *     handle or its address belongs to somebody else
   */
  public Future<Boolean> ensure(Supplier<NewAccount> admin) {
    return store
        .hasAdmin(database)
        .compose(there -> there ? Future.succeededFuture(false) : make(admin.get()));
  }

  private Future<Boolean> make(NewAccount wish) {
    Fields fields = new Fields();
    Handle handle = fields.handle(wish.handle());
    Email email = fields.email(wish.email());
    fields.password(wish.password());
    fields.done();
    return passwords
        .hash(wish.password())
        .map(hash -> new AccountStore.NewRow(handle, email, handle.text(), "", Role.ADMIN, hash))
        .compose(row -> database.transaction(tx -> insert(tx, row)));
  }

  private Future<Boolean> insert(Tx tx, AccountStore.NewRow row) {
    return store
        .lockFirst(tx)
        .compose(locked -> store.hasAdmin(tx))
        .compose(there -> there ? Future.succeededFuture(false) : insertAlone(tx, row));
  }

  private Future<Boolean> insertAlone(Tx tx, AccountStore.NewRow row) {
    return store
        .insert(tx, ids.next(), row)
        .compose(made -> made ? Future.succeededFuture(true) : Future.failedFuture(taken()));
  }

  private static ProblemException taken() {
    return new Problem.Conflict(
            "The first admin's handle or e-mail address belongs to somebody else.")
        .asException();
  }
}

package io.foyer.accounts;

import io.foyer.accounts.AccountStore.NewRow;
import io.foyer.accounts.AttemptStore.Count;
import io.foyer.platform.Ids;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.config.Secret;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.DatabaseFailure;
import io.foyer.platform.db.Outage;
import io.foyer.platform.db.Tx;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accounts in Foyer's own tables. */
final class OwnAccounts implements AccountService {
  private static final Logger log = LoggerFactory.getLogger(OwnAccounts.class);
  private static final Set<String> NOBODY = Set.of();

  private final AccountStore store = new AccountStore();
  private final IdentityStore identities = new IdentityStore();
  private final Ids ids;
  private final Database database;
  private final Passwords passwords;
  private final PasswordService desk;
  private final SessionRevoker end;
  private final LockoutPolicy signUpPolicy;
  private final AttemptStore attempts = new AttemptStore();

  /**
   * The accounts.
   *
   * @param signUpPolicy for the registrations of strangers from one network
   */
  OwnAccounts(
      Ids ids,
      Database database,
      Passwords passwords,
      PasswordService desk,
      SessionRevoker end,
      LockoutPolicy signUpPolicy) {
    this.signUpPolicy = signUpPolicy;
    this.ids = ids;
    this.database = database;
    this.passwords = passwords;
    this.desk = desk;
    this.end = end;
  }

  @Override
  public Future<Account> register(NewAccount wish) {
    return register(wish, Future::succeededFuture);
  }

  /** Counted once its fields are good, and before it says whether an address is taken. */
  @Override
  public Future<Account> signUp(NewAccount wish, String address) {
    Count signUps = Count.signUp(address);
    return register(
        wish,
        () ->
            attempts
                .charge(database, signUps, signUpPolicy)
                .compose(wait -> wait.isZero() ? Future.succeededFuture() : tooMany(wait)));
  }

  private static Future<Void> tooMany(Duration wait) {
    return Future.failedFuture(
        new Problem.TooMany("Too many accounts were registered from this network.", wait)
            .asException());
  }

  private Future<Account> register(NewAccount wish, Supplier<Future<Void>> admission) {
    Fields fields = new Fields();
    Handle handle = fields.handle(wish.handle());
    Email email = fields.email(wish.email());
    String password = fields.password(wish.password());
    String name = wish.name().isEmpty() ? handle.text() : fields.name(wish.name());
    String about = fields.about(wish.about());
    return Outage.toUnavailable(
        fields
            .done()
            .compose(good -> admission.get())
            .compose(admitted -> free(handle, email))
            .compose(free -> passwords.hashForRegistration(password))
            .map(hash -> new NewRow(handle, email, name, about, wish.role(), hash))
            .compose(row -> write(ids.next(), row)));
  }

  /** Asked before the costly hash, and decided by the insertion. */
  private Future<Void> free(Handle handle, Email email) {
    return store
        .taken(database, handle.key(), email.key())
        .compose(
            taken ->
                taken.handle()
                    ? Future.failedFuture(taken("This handle is taken."))
                    : taken.email()
                        ? Future.failedFuture(taken("This e-mail address is taken."))
                        : Future.succeededFuture());
  }

  private Future<Account> write(String id, NewRow row) {
    return store
        .insert(database, id, row)
        .compose(
            written ->
                written
                    ? found(id)
                    : free(row.handle(), row.email())
                        .compose(gone -> Future.failedFuture(taken("It was taken just now."))))
        .onSuccess(
            account ->
                log.atInfo()
                    .addKeyValue("account", account.id())
                    .addKeyValue("role", account.role().wire())
                    .log("Account registered"));
  }

  private static ProblemException taken(String detail) {
    return new Problem.Conflict(detail).asException();
  }

  @Override
  public Future<Optional<Account>> byId(String id) {
    return Outage.toUnavailable(store.byId(database, id));
  }

  @Override
  public Future<Optional<Account>> byHandle(String handle) {
    return Handle.of(handle)
        .map(known -> Outage.toUnavailable(store.byHandle(database, known.key())))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  @Override
  public Future<List<Account>> byIds(Collection<String> wanted) {
    List<String> possible = wanted.stream().filter(Folding::storable).distinct().toList();
    return Outage.toUnavailable(store.byIds(database, possible));
  }

  @Override
  public Future<List<Account>> byHandles(Collection<String> handles) {
    List<String> keys =
        handles.stream()
            .map(Handle::of)
            .flatMap(Optional::stream)
            .map(Handle::key)
            .distinct()
            .toList();
    return Outage.toUnavailable(store.byHandles(database, keys));
  }

  @Override
  public Future<AccountPage> search(Optional<String> query, Optional<String> after, int limit) {
    if (query.filter(text -> !Folding.storable(text)).isPresent()) {
      return Future.succeededFuture(new AccountPage(List.of(), Optional.empty()));
    }
    return Outage.toUnavailable(
        store
            .search(database, query.map(Folding::key), after, limit + 1)
            .map(found -> page(found, limit)));
  }

  private static AccountPage page(List<Account> found, int limit) {
    return found.size() > limit
        ? new AccountPage(found.subList(0, limit), Optional.of(found.get(limit - 1).id()))
        : new AccountPage(found, Optional.empty());
  }

  @Override
  public Future<Account> change(String id, AccountChange change) {
    Fields fields = new Fields();
    Optional<String> name = change.name().map(fields::name);
    Optional<String> about = change.about().map(fields::about);
    Optional<Email> email = change.email().map(fields::email);
    return Outage.toUnavailable(
        fields
            .done()
            .compose(good -> found(id))
            .compose(
                account ->
                    email.isEmpty()
                        ? store.update(database, id, name, about, email)
                        : desk.move(
                            id,
                            change.password().orElse(""),
                            tx -> store.update(tx, id, name, about, email)))
            .compose(done -> done ? found(id) : Future.failedFuture(addressTaken()))
            .recover(cause -> Future.failedFuture(lostRace(cause) ? addressTaken() : cause)));
  }

  private static boolean lostRace(Throwable cause) {
    return !(cause instanceof ProblemException)
        && DatabaseFailure.of(cause) == DatabaseFailure.DATA;
  }

  private static ProblemException addressTaken() {
    return taken("This e-mail address is taken.");
  }

  @Override
  public Future<Void> changePassword(String id, String keep, String current, String password) {
    return Outage.toUnavailable(desk.change(id, keep, current, password));
  }

  @Override
  public Future<Account> administer(String id, Optional<Role> role, Optional<Boolean> disabled) {
    return Outage.toUnavailable(
        database
            .transaction(tx -> administer(tx, id, role, disabled))
            .onSuccess(end::committed)
            .compose(ended -> found(id)));
  }

  private Future<Set<String>> administer(
      Tx tx, String id, Optional<Role> role, Optional<Boolean> disabled) {
    boolean loses = role.filter(it -> it != Role.ADMIN).isPresent() || disabled.orElse(false);
    return store
        .lockAdmins(tx)
        .compose(
            admins ->
                loses && admins.equals(List.of(id))
                    ? Future.failedFuture(taken("This is the last who administers."))
                    : store.administer(tx, id, role, disabled))
        .compose(
            changed -> changed ? end.all(tx, id, "administered") : Future.succeededFuture(NOBODY));
  }

  @Override
  public Future<Account> setIdentity(String id, String provider, String subject) {
    Fields fields = new Fields();
    String known = fields.subject(subject);
    return Outage.toUnavailable(
        fields
            .done()
            .compose(good -> found(id))
            .compose(
                account ->
                    database.transaction(
                        tx ->
                            identities
                                .remove(tx, id, provider)
                                .compose(gone -> identities.add(tx, id, provider, known))
                                .compose(
                                    added ->
                                        added
                                            ? Future.succeededFuture()
                                            : Future.failedFuture(
                                                taken(
                                                    "This identity belongs to another account.")))))
            .compose(done -> found(id)));
  }

  @Override
  public Future<Void> removeIdentity(String id, String provider) {
    return Outage.toUnavailable(
        found(id).compose(account -> identities.remove(database, id, provider)).mapEmpty());
  }

  @Override
  public Future<Optional<String>> identity(String id, String provider) {
    return Outage.toUnavailable(identities.subject(database, id, provider));
  }

  @Override
  public Future<Void> requestReset(String email) {
    return Email.of(email)
        .map(address -> Outage.toUnavailable(desk.requestReset(address, store::byId)))
        .orElseGet(Future::succeededFuture);
  }

  @Override
  public Future<ResetToken> makeResetToken(String id, String by) {
    return Outage.toUnavailable(desk.makeResetToken(id, by));
  }

  @Override
  public Future<Void> resetPassword(Secret token, String password) {
    return Outage.toUnavailable(desk.reset(token, password));
  }

  private Future<Account> found(String id) {
    return store
        .byId(database, id)
        .map(
            account ->
                account.orElseThrow(
                    () -> new Problem.NotFound("There is no such account.").asException()));
  }
}

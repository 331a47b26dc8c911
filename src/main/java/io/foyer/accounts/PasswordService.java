package io.foyer.accounts;

import io.foyer.accounts.AttemptStore.Count;
import io.foyer.accounts.CredentialStore.Credential;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.config.Secret;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.Sql;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes passwords, with the current password or with a reset token sent by mail. */
final class PasswordService {
  private static final Logger log = LoggerFactory.getLogger(PasswordService.class);

  private final CredentialStore store = new CredentialStore();
  private final AttemptStore attempts = new AttemptStore();
  private final Database database;
  private final Seals seals;
  private final Passwords passwords;
  private final SessionRevoker end;
  private final ResetMail mail;

  PasswordService(
      Database database, Seals seals, Passwords passwords, SessionRevoker end, ResetMail mail) {
    this.database = database;
    this.seals = seals;
    this.passwords = passwords;
    this.end = end;
    this.mail = mail;
  }

  /**
   * The credential of somebody who proves to know the password. Whoever found a session must not
   * find the password by it: guesses are counted as those of a log-in are, each before it is looked
   * at, and apart from those, so that nobody outside can keep somebody from changing it.
   *
   * @param field what is wrong where they do not
   */
  private Future<Credential> proven(String id, String password, String field) {
    Count guesses = Count.proof(id);
    return attempts
        .charge(database, guesses, LockoutPolicy.LOGIN)
        .compose(wait -> wait.isZero() ? matched(id, password, field) : tooMany(wait))
        .compose(
            credential -> attempts.forget(database, guesses).map(credential),
            cause -> settled(cause, guesses));
  }

  private static <T> Future<T> tooMany(Duration wait) {
    return Future.failedFuture(
        new Problem.TooMany("The password was wrong too often; wait a little.", wait)
            .asException());
  }

  /** Only a wrong password counts as a failed attempt. */
  private <T> Future<T> settled(Throwable cause, Count guesses) {
    boolean counted =
        cause instanceof ProblemException known
            && (known.problem() instanceof Problem.Invalid
                || known.problem() instanceof Problem.TooMany);
    return (counted ? Future.<Void>succeededFuture() : attempts.takeBack(database, guesses))
        .transform(done -> Future.failedFuture(cause));
  }

  private Future<Credential> matched(String id, String password, String field) {
    return store
        .byId(database, id)
        .map(
            found ->
                found.orElseThrow(
                    () -> new Problem.NotFound("There is no such account.").asException()))
        .compose(
            credential ->
                passwords
                    .matches(password, credential.passwordHash())
                    .compose(
                        right ->
                            right
                                ? Future.succeededFuture(credential)
                                : Future.failedFuture(
                                    Fields.invalid(field, "is not the current password"))));
  }

  Future<Void> change(String id, String keep, String current, String password) {
    Fields fields = new Fields();
    fields.password(password);
    return fields
        .done()
        .compose(good -> proven(id, current, "current"))
        .compose(
            credential ->
                passwords.hash(password).compose(hash -> replace(credential, hash, keep)));
  }

  /**
   * Runs {@code change} of an address for somebody who proves the password, in the transaction that
   * makes earlier letters worthless: they lie where the account was.
   *
   * @param change says whether it was made
   */
  Future<Boolean> move(String id, String password, Function<Tx, Future<Boolean>> change) {
    return proven(id, password, "password")
        .compose(
            credential ->
                database.transaction(
                    tx ->
                        store
                            .unchanged(tx, credential)
                            .compose(same -> same ? change.apply(tx) : changedMeanwhile())
                            .compose(
                                done ->
                                    done
                                        ? store.dropResets(tx, id).map(true)
                                        : Future.succeededFuture(false))));
  }

  private static <T> Future<T> changedMeanwhile() {
    return Future.failedFuture(
        new Problem.Conflict("The account was changed meanwhile.").asException());
  }

  private Future<Void> replace(Credential credential, String hash, String keep) {
    String id = credential.account();
    return database
        .transaction(
            tx ->
                store
                    .replace(tx, credential, hash)
                    .compose(done -> done ? store.dropResets(tx, id) : changedMeanwhile())
                    .compose(done -> end.others(tx, id, keep, "password")))
        .onSuccess(end::committed)
        .mapEmpty();
  }

  /**
   * Whether an account has the address shows neither in the answer nor in its time: before the
   * answer the address is not even looked up.
   */
  Future<Void> requestReset(
      Email email, BiFunction<Sql, String, Future<Optional<Account>>> accounts) {
    return store.there(database).onSuccess(there -> write(email, accounts));
  }

  /** Runs in the background. */
  private void write(Email email, BiFunction<Sql, String, Future<Optional<Account>>> accounts) {
    seals
        .get()
        .map(Seal::next)
        .compose(token -> write(token, email, accounts))
        .onFailure(cause -> log.atWarn().setCause(cause).log("Password reset mail not sent"));
  }

  private Future<Void> write(
      Secret token, Email email, BiFunction<Sql, String, Future<Optional<Account>>> accounts) {
    return database
        .transaction(
            tx ->
                store
                    .askReset(tx, TokenHash.hash(token.reveal()), email.key())
                    .compose(
                        owner ->
                            owner
                                .map(id -> accounts.apply(tx, id))
                                .orElseGet(() -> Future.succeededFuture(Optional.empty())))
                    .compose(
                        account ->
                            account
                                .map(it -> mail.write(tx, it, token))
                                .orElseGet(Future::succeededFuture)))
        .onSuccess(done -> mail.committed());
  }

  Future<ResetToken> makeResetToken(String id, String by) {
    return seals
        .get()
        .map(Seal::next)
        .compose(
            token ->
                database
                    .transaction(tx -> store.makeReset(tx, TokenHash.hash(token.reveal()), id))
                    .map(end -> end.map(at -> new ResetToken(token, at))))
        .map(
            made ->
                made.orElseThrow(
                    () -> new Problem.NotFound("There is no such account.").asException()))
        .onSuccess(
            made ->
                log.atInfo()
                    .addKeyValue("account", id)
                    .addKeyValue("by", by)
                    .log("Password reset link made"));
  }

  Future<Void> reset(Secret token, String password) {
    Fields fields = new Fields();
    fields.password(password);
    Buffer hash = TokenHash.hash(token.reveal());
    // Asked first: a wrong token must not cost a password's hash.
    return fields
        .done()
        .compose(good -> seals.get())
        .compose(
            seal ->
                seal.knows(token.reveal())
                    ? store.resetOpen(database, hash)
                    : Future.succeededFuture(Optional.<String>empty()))
        .compose(PasswordService::open)
        .compose(account -> passwords.hash(password))
        .compose(passwordHash -> reset(hash, passwordHash));
  }

  private Future<Void> reset(Buffer hash, String passwordHash) {
    return database
        .transaction(
            tx ->
                store
                    .useReset(tx, hash)
                    .compose(PasswordService::open)
                    .compose(
                        id ->
                            store
                                .set(tx, id, passwordHash)
                                .compose(done -> store.dropResets(tx, id))
                                .compose(done -> end.all(tx, id, "password"))))
        .onSuccess(end::committed)
        .mapEmpty();
  }

  private static Future<String> open(Optional<String> account) {
    return account
        .map(Future::succeededFuture)
        .orElseGet(
            () ->
                Future.failedFuture(
                    new Problem.NotFound("This link was used or is too old.").asException()));
  }
}

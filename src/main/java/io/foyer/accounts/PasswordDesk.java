package io.foyer.accounts;

import io.foyer.accounts.CredentialStore.Credential;
import io.foyer.platform.Problem;
import io.foyer.platform.config.Secret;
import io.foyer.platform.db.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes passwords: by the present one, or by a letter. */
final class PasswordDesk {
  private static final Logger log = LoggerFactory.getLogger(PasswordDesk.class);

  private final CredentialStore store = new CredentialStore();
  private final OneTime secrets = new OneTime();
  private final Database database;
  private final Passwords passwords;
  private final SessionEnd end;
  private final ResetMail mail;

  PasswordDesk(Database database, Passwords passwords, SessionEnd end, ResetMail mail) {
    this.database = database;
    this.passwords = passwords;
    this.end = end;
    this.mail = mail;
  }

  /**
   * The credential of somebody who proves to know the password.
   *
   * @param field what is wrong where they do not
   */
  Future<Credential> proven(String id, String password, String field) {
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
                                    Fields.invalid(field, "is not the present password"))));
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

  private Future<Void> replace(Credential credential, String hash, String keep) {
    String id = credential.account();
    return database
        .transaction(
            tx ->
                store
                    .replace(tx, credential, hash)
                    .compose(
                        done ->
                            done
                                ? store.dropResets(tx, id)
                                : Future.failedFuture(
                                    new Problem.Conflict("The account was changed meanwhile.")
                                        .asException()))
                    .compose(done -> end.others(tx, id, keep, "password")))
        .onSuccess(end::told)
        .mapEmpty();
  }

  /** Whether an account has the address shows neither in the answer nor in its time. */
  Future<Void> requestReset(Email email, Function<String, Future<Optional<Account>>> accounts) {
    Secret token = secrets.next();
    return store
        .askReset(database, OneTime.hash(token.reveal()), email.key())
        .onSuccess(owner -> owner.ifPresent(id -> send(id, token, accounts)))
        .mapEmpty();
  }

  /** Nobody waits for this. */
  private void send(String id, Secret token, Function<String, Future<Optional<Account>>> accounts) {
    accounts
        .apply(id)
        .compose(
            account -> account.map(it -> mail.send(it, token)).orElseGet(Future::succeededFuture))
        .onFailure(
            cause -> log.atWarn().addKeyValue("account", id).setCause(cause).log("reset not sent"));
  }

  Future<Void> reset(Secret token, String password) {
    Fields fields = new Fields();
    fields.password(password);
    Buffer hash = OneTime.hash(token.reveal());
    // Asked first: a wrong token must not cost a password's hash.
    return fields
        .done()
        .compose(good -> store.resetOpen(database, hash))
        .compose(PasswordDesk::open)
        .compose(account -> passwords.hash(password))
        .compose(passwordHash -> reset(hash, passwordHash));
  }

  private Future<Void> reset(Buffer hash, String passwordHash) {
    return database
        .transaction(
            tx ->
                store
                    .useReset(tx, hash)
                    .compose(PasswordDesk::open)
                    .compose(
                        id ->
                            store
                                .set(tx, id, passwordHash)
                                .compose(done -> store.dropResets(tx, id))
                                .compose(done -> end.all(tx, id, "password"))))
        .onSuccess(end::told)
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

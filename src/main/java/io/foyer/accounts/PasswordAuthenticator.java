package io.foyer.accounts;

import io.foyer.accounts.CredentialStore.Credential;
import io.foyer.accounts.LoginThrottle.Attempt;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.Tx;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Authenticates by login and password. Every failure gives the same response in the same time, so
 * that accounts cannot be enumerated; every attempt is counted before the password is checked.
 */
final class PasswordAuthenticator {
  private static final int LONGEST_LOGIN = 254;

  private final CredentialStore credentials = new CredentialStore();
  private final LoginThrottle loginThrottle;
  private final Database database;
  private final Passwords passwords;
  private final Counter right;
  private final Counter wrong;
  private final Counter tooMany;

  PasswordAuthenticator(Database database, Passwords passwords, MeterRegistry registry) {
    this.loginThrottle = new LoginThrottle(database);
    this.database = database;
    this.passwords = passwords;
    this.right = counter(registry, "right");
    this.wrong = counter(registry, "wrong");
    this.tooMany = counter(registry, "too_many");
  }

  private static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("foyer.logins")
        .description("Log-ins by what came of them")
        .tag("outcome", outcome)
        .register(registry);
  }

  /**
   * Runs {@code entry} for somebody who knows the password, in the transaction that also forgets
   * earlier failures.
   *
   * @param entry what a log-in makes; empty where the account was changed meanwhile
   */
  <T> Future<T> enter(
      String login,
      String password,
      String address,
      BiFunction<Tx, Credential, Future<Optional<T>>> entry) {
    String key = key(login);
    return loginThrottle
        .begin(key, address)
        .onFailure(this::countTooMany)
        .compose(
            counted ->
                proven(key, password)
                    .compose(it -> enter(it, password, counted, entry))
                    .onSuccess(made -> right.increment())
                    .recover(cause -> refused(cause, counted)));
  }

  /** A text that no account can have stands for all that cannot even be looked up. */
  private static String key(String login) {
    return login.length() <= LONGEST_LOGIN && Folding.storable(login) ? Folding.key(login) : "";
  }

  private void countTooMany(Throwable cause) {
    if (cause instanceof ProblemException known && known.problem() instanceof Problem.TooMany) {
      tooMany.increment();
    }
  }

  private Future<Credential> proven(String key, String password) {
    boolean possible = password.codePointCount(0, password.length()) <= Fields.LONGEST_PASSWORD;
    String candidate = possible ? password : "";
    return credentials
        .byLogin(database, key)
        .compose(
            found ->
                found
                    .filter(it -> possible && !it.disabled())
                    .map(it -> passwords.matches(candidate, it.passwordHash()))
                    .orElseGet(() -> passwords.matchesNobody(candidate))
                    .compose(
                        right -> right ? Future.succeededFuture(found.orElseThrow()) : denied()));
  }

  private <T> Future<T> enter(
      Credential credential,
      String password,
      Attempt counted,
      BiFunction<Tx, Credential, Future<Optional<T>>> entry) {
    return better(credential, password)
        .compose(
            better ->
                database.transaction(
                    tx ->
                        rehash(tx, credential, better)
                            .compose(done -> entry.apply(tx, credential))
                            .compose(
                                made ->
                                    made.map(Future::succeededFuture)
                                        .orElseGet(PasswordAuthenticator::denied))
                            .compose(made -> loginThrottle.right(tx, counted).map(made))));
  }

  private Future<Optional<String>> better(Credential credential, String password) {
    return passwords.outdated(credential.passwordHash())
        ? passwords.hash(password).map(Optional::of)
        : Future.succeededFuture(Optional.empty());
  }

  private Future<Void> rehash(Tx tx, Credential credential, Optional<String> better) {
    return better
        .map(hash -> credentials.rehash(tx, credential, hash))
        .orElseGet(Future::succeededFuture);
  }

  private static <T> Future<T> denied() {
    return Future.failedFuture(
        new Problem.Denied("The login or the password is wrong.").asException());
  }

  /** Only a wrong password counts as a failed attempt. */
  private <T> Future<T> refused(Throwable cause, Attempt counted) {
    boolean failure =
        cause instanceof ProblemException known && known.problem() instanceof Problem.Denied;
    if (failure) {
      wrong.increment();
    }
    Future<Void> settled = failure ? Future.succeededFuture() : loginThrottle.takeBack(counted);
    return settled.transform(done -> Future.failedFuture(cause));
  }
}

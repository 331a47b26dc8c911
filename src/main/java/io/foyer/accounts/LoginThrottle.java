package io.foyer.accounts;

import io.foyer.accounts.AttemptStore.Count;
import io.foyer.platform.Problem;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rate limits password checks (brute force protection). Every attempt is counted before the
 * password is checked: per network, per login and network, and per login from everywhere. An
 * attempt that is refused is not counted at all.
 *
 * <p>The limits of the network and of the login from everywhere do not apply where this login
 * succeeded from this network within thirty days (a trusted network): whoever tries other names
 * from a shared address, or this name from many, must not keep the owner out. The limit per login
 * and network always applies.
 */
final class LoginThrottle {
  private final AttemptStore store = new AttemptStore();
  private final Database database;

  LoginThrottle(Database database) {
    this.database = database;
  }

  /**
   * An attempt that is allowed.
   *
   * @param trustedNetwork network to remember as trusted if the password is right
   * @param perLoginAndNetwork failure counter that a right password resets
   * @param others counters that a right password decrements
   */
  record Attempt(Count trustedNetwork, Count perLoginAndNetwork, List<Count> others) {
    Attempt {
      others = List.copyOf(others);
    }
  }

  /** Fails with {@code TooMany} where none may be taken now; counts nothing then. */
  Future<Attempt> begin(String login, String address) {
    Count trusted = Count.trustedNetwork(login, address);
    Count there = Count.perLoginAndNetwork(login, address);
    return unlessTrusted(Count.address(address), LockoutPolicy.ADDRESS, trusted)
        .compose(
            network ->
                orTakeBack(charge(there, LockoutPolicy.LOGIN), network)
                    .map(counted -> with(network, there)))
        .compose(
            before ->
                orTakeBack(
                        unlessTrusted(Count.perLogin(login), LockoutPolicy.CEILING, trusted),
                        before)
                    .map(
                        everywhere ->
                            new Attempt(
                                trusted,
                                there,
                                Stream.concat(before.stream(), everywhere.stream())
                                    .filter(count -> !count.equals(there))
                                    .toList())));
  }

  private static List<Count> with(List<Count> before, Count count) {
    return Stream.concat(before.stream(), Stream.of(count)).toList();
  }

  /** The count if it was charged; empty where it is blocked and the network is trusted. */
  private Future<List<Count>> unlessTrusted(Count count, LockoutPolicy policy, Count trusted) {
    return store
        .charge(database, count, policy)
        .compose(
            wait ->
                wait.isZero()
                    ? Future.succeededFuture(List.of(count))
                    : ifTrustedNetwork(trusted, wait).map(known -> List.of()));
  }

  private Future<Void> charge(Count count, LockoutPolicy lockoutPolicy) {
    return store
        .charge(database, count, lockoutPolicy)
        .compose(wait -> wait.isZero() ? Future.succeededFuture() : tooMany(wait));
  }

  /** A refused attempt leaves no count. */
  private <T> Future<T> orTakeBack(Future<T> charged, List<Count> before) {
    return charged.recover(cause -> undo(before).transform(done -> Future.failedFuture(cause)));
  }

  private Future<Void> ifTrustedNetwork(Count trusted, Duration wait) {
    return store
        .remembers(database, trusted)
        .compose(known -> known ? Future.succeededFuture() : tooMany(wait));
  }

  private static Future<Void> tooMany(Duration wait) {
    return Future.failedFuture(
        new Problem.TooMany("Too many log-ins have failed; wait a little.", wait).asException());
  }

  /** It was the right password. */
  Future<Void> right(Tx tx, Attempt it) {
    return store
        .forget(tx, it.perLoginAndNetwork())
        .compose(done -> store.remember(tx, it.trustedNetwork()))
        .compose(done -> takeBack(tx, it.others()));
  }

  /** In one order, so that two log-ins cannot wait for each other. */
  private Future<Void> takeBack(Tx tx, List<Count> counts) {
    return counts.stream()
        .reduce(
            Future.<Void>succeededFuture(),
            (before, count) -> before.compose(done -> store.takeBack(tx, count)),
            (one, other) -> one.compose(done -> other));
  }

  /** Takes an attempt back that did not fail because of the client. */
  Future<Void> takeBack(Attempt it) {
    return undo(with(it.others(), it.perLoginAndNetwork()));
  }

  private Future<Void> undo(List<Count> counts) {
    return Future.join(counts.stream().map(count -> store.takeBack(database, count)).toList())
        .mapEmpty();
  }
}

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
 * password is checked: per network, per login and network, and per login from everywhere. The last
 * limit delays by seconds only and does not apply to trusted networks, from which the owner logged
 * in within thirty days, so that an attacker cannot lock the owner out.
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

  /** Fails with {@code TooMany} where none may be taken now. */
  Future<Attempt> begin(String login, String address) {
    Count network = Count.address(address);
    Count there = Count.perLoginAndNetwork(login, address);
    Count familiar = Count.trustedNetwork(login, address);
    Count everywhere = Count.perLogin(login);
    return charge(network, LockoutPolicy.ADDRESS)
        .compose(counted -> charge(there, LockoutPolicy.LOGIN))
        .compose(counted -> store.charge(database, everywhere, LockoutPolicy.CEILING))
        .compose(
            wait ->
                wait.isZero()
                    ? Future.succeededFuture(List.of(network, everywhere))
                    : ifTrustedNetwork(familiar, wait).map(known -> List.of(network)))
        .map(others -> new Attempt(familiar, there, others));
  }

  private Future<Void> charge(Count count, LockoutPolicy lockoutPolicy) {
    return store
        .charge(database, count, lockoutPolicy)
        .compose(wait -> wait.isZero() ? Future.succeededFuture() : tooMany(wait));
  }

  private Future<Void> ifTrustedNetwork(Count familiar, Duration wait) {
    return store
        .remembers(database, familiar)
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
    return Future.join(
            Stream.concat(Stream.of(it.perLoginAndNetwork()), it.others().stream())
                .map(count -> store.takeBack(database, count))
                .toList())
        .mapEmpty();
  }
}

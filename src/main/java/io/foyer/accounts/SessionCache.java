package io.foyer.accounts;

import io.foyer.accounts.Session.Carrier;
import io.foyer.accounts.SessionStore.Holder;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.db.Database;
import io.foyer.platform.web.Caller;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Caches the account behind a session cookie or an opaque token for 30 seconds. Sessions revoked
 * meanwhile are still rejected by {@link Revocations}.
 */
final class SessionCache {
  private static final Duration KEPT = Duration.ofSeconds(30);
  private static final int MOST = 50_000;

  private final Map<Key, Known> known = new ConcurrentHashMap<>();
  private final SessionStore store;
  private final Database database;
  private final Seals seals;
  private final Revocations revocations;

  SessionCache(SessionStore store, Database database, Seals seals, Revocations revocations) {
    this.store = store;
    this.seals = seals;
    this.database = database;
    this.revocations = revocations;
  }

  private record Key(Carrier carrier, Buffer hash) {}

  private record Known(Holder holder, long since) {
    boolean holds() {
      return System.nanoTime() - since < KEPT.toNanos()
          && holder.expiresAt().isAfter(Instant.now());
    }
  }

  Future<Caller> find(Carrier carrier, String secret) {
    Key key = new Key(carrier, TokenHash.hash(secret));
    Known found = known.get(key);
    return found != null && found.holds()
        ? revocations.admit(found.holder().caller())
        : seals
            .get()
            .compose(seal -> seal.knows(secret) ? ask(key) : Future.failedFuture(notValid()))
            .compose(revocations::admit);
  }

  private static ProblemException notValid() {
    return new Problem.Denied("This log-in is not valid.").asException();
  }

  private Future<Caller> ask(Key key) {
    long now = System.nanoTime();
    return store
        .bySecret(database, key.hash(), key.carrier())
        .onSuccess(found -> remember(key, found, now))
        .map(found -> found.orElseThrow(SessionCache::notValid).caller());
  }

  private void remember(Key key, Optional<Holder> found, long now) {
    if (known.size() >= MOST) {
      known.values().removeIf(each -> !each.holds());
    }
    if (known.size() < MOST) {
      found.ifPresent(holder -> known.put(key, new Known(holder, now)));
    }
  }
}

package io.foyer.accounts;

import io.foyer.platform.db.Sql;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HexFormat;

/** Counts failed log-ins in the table {@code login_attempts}. */
final class AttemptStore {
  // By the clock rather than the start of the transaction: who waits for the row began before it.
  // Counted before the password is looked at and taken back after, so that a hundred guesses at
  // once are a hundred failures. One that is refused does not count. Failures are those of an hour
  // that begins at last_at: were it the hour since the last attempt, an address with log-ins day
  // and night would never be forgiven a slip of the keyboard.
  private static final String CHARGE =
      """
      WITH charged AS (
        INSERT INTO login_attempts AS l (kind, key, failures, last_at, blocked_until)
        VALUES ($1, $2, 1, now(), clock_timestamp() + make_interval(secs => ($3::float8[])[1]))
        ON CONFLICT (kind, key) DO UPDATE SET
          failures = CASE WHEN l.last_at < now() - interval '1 hour' THEN 1 ELSE l.failures + 1 END,
          last_at = CASE WHEN l.last_at < now() - interval '1 hour' THEN now() ELSE l.last_at END,
          blocked_until = clock_timestamp() + make_interval(secs => ($3::float8[])[
            CASE WHEN l.last_at < now() - interval '1 hour' THEN 1
                 ELSE LEAST(l.failures + 1, cardinality($3::float8[])) END])
        WHERE l.blocked_until <= clock_timestamp()
        RETURNING 1)
      SELECT CASE WHEN EXISTS (SELECT FROM charged) THEN 0 ELSE
        COALESCE((SELECT GREATEST(extract(epoch FROM blocked_until - clock_timestamp()), 0.1)
                  FROM login_attempts WHERE kind = $1 AND key = $2), 1) END::float8 AS wait
      """;

  private static final String FORGET = "DELETE FROM login_attempts WHERE kind = $1 AND key = $2";

  private static final String TAKE_BACK =
      """
      UPDATE login_attempts SET failures = GREATEST(failures - 1, 0), blocked_until = now()
      WHERE kind = $1 AND key = $2
      """;

  private static final String REMEMBER =
      """
      INSERT INTO login_attempts AS l (kind, key, failures, last_at, blocked_until)
      VALUES ($1, $2, 0, now(), now())
      ON CONFLICT (kind, key) DO UPDATE SET last_at = now()
      """;

  private static final String REMEMBERED =
      """
      SELECT EXISTS (SELECT FROM login_attempts
                     WHERE kind = $1 AND key = $2 AND last_at > now() - interval '30 days') AS found
      """;

  /** Key of a counter. */
  record Count(String kind, Buffer key) {
    /** Of what was typed, wherever it came from. */
    static Count perLogin(String login) {
      return new Count("login", TokenHash.hash(login));
    }

    /** Of what was typed, from this network; the NUL, because a login never holds one. */
    static Count perLoginAndNetwork(String login, String address) {
      return new Count("login", TokenHash.hash(login + "\0" + network(address)));
    }

    /** Of who knew the password, from this network. */
    static Count trustedNetwork(String login, String address) {
      return new Count("trusted_network", perLoginAndNetwork(login, address).key());
    }

    /** Of who is logged in already; the NUL, because a login never holds one. */
    static Count proof(String account) {
      return new Count("login", TokenHash.hash("\0" + account));
    }

    /** Of registrations from this network; the NUL, because a network never holds one. */
    static Count signUp(String address) {
      return new Count("network", TokenHash.hash("\0sign-up\0" + network(address)));
    }

    static Count address(String address) {
      return new Count("network", TokenHash.hash(network(address)));
    }

    /** IPv6 addresses count by their /64, because one client usually owns all of its addresses. */
    private static String network(String address) {
      byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
      return bytes == null || bytes.length == 4
          ? address
          : HexFormat.of().formatHex(bytes, 0, bytes.length / 2);
    }
  }

  /** Counts one failure; how long to wait, where nothing may be tried now. */
  Future<Duration> charge(Sql sql, Count count, LockoutPolicy lockoutPolicy) {
    Tuple parameters = Tuple.of(count.kind(), count.key()).addArrayOfDouble(lockoutPolicy.ladder());
    return sql.query(CHARGE, parameters)
        .map(rows -> Duration.ofMillis((long) (rows.iterator().next().getDouble("wait") * 1000)));
  }

  /** For thirty days this network is known to be theirs who log in so. */
  Future<Void> remember(Sql sql, Count familiar) {
    return sql.query(REMEMBER, Tuple.of(familiar.kind(), familiar.key())).mapEmpty();
  }

  Future<Boolean> remembers(Sql sql, Count familiar) {
    return sql.query(REMEMBERED, Tuple.of(familiar.kind(), familiar.key()))
        .map(rows -> rows.iterator().next().getBoolean("found"));
  }

  /** It was the right password: begin anew. */
  Future<Void> forget(Sql sql, Count count) {
    return sql.query(FORGET, Tuple.of(count.kind(), count.key())).mapEmpty();
  }

  /** It was no failure. */
  Future<Void> takeBack(Sql sql, Count count) {
    return sql.query(TAKE_BACK, Tuple.of(count.kind(), count.key())).mapEmpty();
  }
}

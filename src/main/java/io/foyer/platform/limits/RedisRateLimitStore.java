package io.foyer.platform.limits;

import io.foyer.platform.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Keeps rate limit counts in Redis, shared by all nodes and measured by the clock of Redis. One
 * script call per request; the script sets the key and its expiry atomically.
 */
final class RedisRateLimitStore implements RateLimitStore {
  /**
   * Keeps the moment at which the debt is paid. A debt over the capacity can only come from a clock
   * that was set back: it is written anew, or its key would hold for as long as the clock was off.
   */
  private static final String SCRIPT =
      """
      local time = redis.call('TIME')
      local now = time[1] * 1000000 + time[2]
      local charge = tonumber(ARGV[1])
      local capacity = tonumber(ARGV[2])
      local paid = tonumber(redis.call('GET', KEYS[1]) or now) or now
      local debt = math.max(0, paid - now)
      local allowed = 0
      if debt + charge <= capacity then
        debt = debt + charge
        allowed = 1
      elseif debt <= capacity then
        return {0, debt}
      else
        debt = capacity
      end
      redis.call('SET', KEYS[1], string.format('%.0f', now + debt), 'PX', math.ceil(debt / 1000))
      return {allowed, debt}
      """;

  private static final String SHA = sha(SCRIPT);

  private final RedisLink redis;
  private final String prefix;

  RedisRateLimitStore(RedisLink redis) {
    this.redis = redis;
    this.prefix = redis.prefix() + ":limit:";
  }

  @Override
  public Future<Decision> take(Gcra limit, String key, int cost) {
    return redis
        .send(call(Command.EVALSHA, SHA, limit, key, cost))
        .recover(
            cause ->
                String.valueOf(cause.getMessage()).startsWith("NOSCRIPT")
                    ? redis.send(call(Command.EVAL, SCRIPT, limit, key, cost))
                    : Future.failedFuture(cause))
        .map(answer -> decision(limit, cost, answer));
  }

  private Request call(Command command, String script, Gcra limit, String key, int cost) {
    return Request.cmd(command)
        .arg(script)
        .arg(1)
        .arg(prefix + key)
        .arg(limit.charge(cost))
        .arg(limit.capacity());
  }

  private static Decision decision(Gcra limit, int cost, Response answer) {
    return limit.decision(answer.get(0).toLong() == 1, answer.get(1).toLong(), cost);
  }

  private static String sha(String script) {
    try {
      // Redis names scripts by SHA-1; nothing is kept safe by it.
      byte[] hash =
          MessageDigest.getInstance("SHA-1").digest(script.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}

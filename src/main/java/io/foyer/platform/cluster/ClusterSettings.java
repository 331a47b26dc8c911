package io.foyer.platform.cluster;

import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.util.List;

/**
 * Settings of one cluster member: Redis, event bus address, heartbeat, failure detection and
 * timeouts. All nodes of one cluster need the same prefix, heartbeat interval and time to live.
 *
 * @param redis Redis servers, with user, password, TLS and Sentinel; a Redis Cluster is refused,
 *     because the scripts compute their keys at run time
 * @param prefix prefix of all keys and channels: two clusters on one Redis differ by it
 * @param host address the event bus of this node listens on unless its options say otherwise
 * @param publicHost address other nodes connect to; empty means {@code host}
 * @param heartbeatInterval how often a node renews its membership in Redis
 * @param ttl how long a membership lasts without a heartbeat; at least four intervals
 * @param redisTimeout timeout of one Redis command
 * @param pingInterval how often the failure detector pings each other node over the event bus
 * @param pingTimeout how long a ping may stay unanswered until the node is marked unreachable
 * @param joinTimeout how long the first connection to Redis is tried for
 * @param allowStartWithoutRedis whether a node that has no Redis by then starts all the same, as
 *     after a loss of Redis; otherwise its start fails
 * @param trusted prefixes of class names that may be deserialized from shared maps, besides those
 *     of Vert.x: without such a list anyone who can write to Redis could instantiate any class of
 *     this program
 */
public record ClusterSettings(
    RedisOptions redis,
    String prefix,
    String host,
    String publicHost,
    Duration heartbeatInterval,
    Duration ttl,
    Duration redisTimeout,
    Duration pingInterval,
    Duration pingTimeout,
    Duration joinTimeout,
    boolean allowStartWithoutRedis,
    List<String> trusted) {
  private static final int LEAST_HEARTBEATS = 4;
  private static final int WAITING_COMMANDS = 65_536;

  /** Validates the settings; the error names the setting. */
  public ClusterSettings {
    check(
        redis.getType() == RedisClientType.STANDALONE
            || redis.getType() == RedisClientType.SENTINEL,
        "redis must be STANDALONE or SENTINEL");
    check(!prefix.isBlank(), "prefix must not be empty");
    check(!host.isBlank(), "host must not be empty");
    for (Duration each :
        List.of(heartbeatInterval, redisTimeout, pingInterval, pingTimeout, joinTimeout)) {
      check(
          each.toMillis() >= 1,
          "heartbeatInterval, redisTimeout, pingInterval, pingTimeout and joinTimeout"
              + " must be 1 ms or more");
    }
    check(
        ttl.compareTo(heartbeatInterval.multipliedBy(LEAST_HEARTBEATS)) >= 0,
        "ttl must be at least " + LEAST_HEARTBEATS + " heartbeat intervals");
    redis = new RedisOptions(redis);
    trusted = List.copyOf(trusted);
  }

  /** Defaults: a node on 127.0.0.1, a heartbeat and a ping each second, a time to live of 4 s. */
  public static ClusterSettings of(RedisOptions redis) {
    return new ClusterSettings(
        redis,
        "vertx:",
        "127.0.0.1",
        "",
        Duration.ofSeconds(1),
        Duration.ofSeconds(4),
        Duration.ofSeconds(2),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(30),
        false,
        List.of());
  }

  /** A copy with another prefix. */
  public ClusterSettings withPrefix(String other) {
    return new ClusterSettings(
        redis,
        other,
        host,
        publicHost,
        heartbeatInterval,
        ttl,
        redisTimeout,
        pingInterval,
        pingTimeout,
        joinTimeout,
        allowStartWithoutRedis,
        trusted);
  }

  /** A copy with other event bus addresses. */
  public ClusterSettings withHosts(String listen, String advertised) {
    return new ClusterSettings(
        redis,
        prefix,
        listen,
        advertised,
        heartbeatInterval,
        ttl,
        redisTimeout,
        pingInterval,
        pingTimeout,
        joinTimeout,
        allowStartWithoutRedis,
        trusted);
  }

  /** A copy with another heartbeat interval and time to live. */
  public ClusterSettings withHeartbeat(Duration every, Duration silence) {
    return new ClusterSettings(
        redis,
        prefix,
        host,
        publicHost,
        every,
        silence,
        redisTimeout,
        pingInterval,
        pingTimeout,
        joinTimeout,
        allowStartWithoutRedis,
        trusted);
  }

  /** A copy with other timeouts: of a Redis command, of a ping, and of the join. */
  public ClusterSettings withTimeouts(Duration forRedis, Duration forNodes, Duration forJoin) {
    return new ClusterSettings(
        redis,
        prefix,
        host,
        publicHost,
        heartbeatInterval,
        ttl,
        forRedis,
        pingInterval,
        forNodes,
        forJoin,
        allowStartWithoutRedis,
        trusted);
  }

  /**
   * A copy that allows a start without Redis: the node then starts alone, its registrations succeed
   * at once, and it joins when Redis is back.
   */
  public ClusterSettings withoutRedisAtStart() {
    return new ClusterSettings(
        redis,
        prefix,
        host,
        publicHost,
        heartbeatInterval,
        ttl,
        redisTimeout,
        pingInterval,
        pingTimeout,
        joinTimeout,
        true,
        trusted);
  }

  /** A copy that trusts further class name prefixes in shared maps. */
  public ClusterSettings withTrusted(List<String> names) {
    return new ClusterSettings(
        redis,
        prefix,
        host,
        publicHost,
        heartbeatInterval,
        ttl,
        redisTimeout,
        pingInterval,
        pingTimeout,
        joinTimeout,
        allowStartWithoutRedis,
        names);
  }

  /**
   * Event bus options that detect a broken connection within seconds and trust no certificate by
   * themselves; the caller adds port and mutual TLS. With the defaults of Vert.x (20 s between
   * pings, 60 s to connect) a healed network would stay unused for up to a minute.
   */
  public EventBusOptions busOptions() {
    var options = new EventBusOptions();
    options
        .setHost(host)
        .setTrustAll(false) // true in Vert.x, which then accepts any certificate
        .setClusterPingInterval(pingInterval.toMillis())
        .setClusterPingReplyInterval(pingTimeout.toMillis())
        .setConnectTimeout((int) pingTimeout.toMillis());
    if (!publicHost.isEmpty()) {
      options.setClusterPublicHost(publicHost);
    }
    return options;
  }

  /** Redis options for a single connection, on which commands stay in order. */
  RedisOptions connection() {
    return new RedisOptions(redis)
        .setMaxPoolSize(1)
        .setMaxPoolWaiting(1)
        .setPoolCleanerInterval(-1)
        .setMaxWaitingHandlers(WAITING_COMMANDS);
  }

  /** The longest gap between two heartbeats that is not treated as a pause of Redis. */
  Duration pauseThreshold() {
    return ttl.minus(heartbeatInterval.multipliedBy(2));
  }

  private static void check(boolean holds, String reason) {
    if (!holds) {
      throw new IllegalArgumentException(reason);
    }
  }
}

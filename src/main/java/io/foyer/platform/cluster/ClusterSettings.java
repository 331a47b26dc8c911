package io.foyer.platform.cluster;

import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import java.util.List;

/**
 * How a node takes part in its cluster. All nodes of one cluster need the same prefix, beat and
 * time to live.
 *
 * @param redis where Redis is, with user, password, TLS and Sentinel; a Redis Cluster is refused,
 *     because the scripts find their keys at run time
 * @param prefix what all keys and channels begin with: two clusters on one Redis differ by it
 * @param host where the event bus of this node listens unless its options say otherwise
 * @param publicHost what other nodes call it by; empty means {@code host}
 * @param heartbeatInterval how often a node tells Redis that it lives
 * @param ttl how long Redis waits for a beat until the node is out; at least four beats
 * @param redisTimeout how long one answer of Redis may take
 * @param pingInterval how often each node asks each other over the bus whether it is there
 * @param pingTimeout how long that answer may take until the node is left out
 * @param joinTimeout how long the first connection to Redis is tried for
 * @param allowStartWithoutRedis whether a node that has no Redis by then starts all the same, as if
 *     it had lost it; otherwise its start fails
 * @param trusted what names of classes in shared maps may begin with, besides those of Vert.x:
 *     whoever writes to Redis could otherwise have any class of this program made
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

  /** Refuses what cannot work, with the name of the setting. */
  public ClusterSettings {
    check(
        redis.getType() == RedisClientType.STANDALONE
            || redis.getType() == RedisClientType.SENTINEL,
        "redis must be STANDALONE or SENTINEL");
    check(!prefix.isBlank(), "prefix must not be empty");
    check(!host.isBlank(), "host must not be empty");
    for (Duration each :
        List.of(heartbeatInterval, redisTimeout, pingInterval, pingTimeout, joinTimeout)) {
      check(each.toMillis() >= 1, "beat, answer, ping, pong and join must be 1 ms or more");
    }
    check(
        ttl.compareTo(heartbeatInterval.multipliedBy(LEAST_HEARTBEATS)) >= 0,
        "ttl must be at least " + LEAST_HEARTBEATS + " beats");
    redis = new RedisOptions(redis);
    trusted = List.copyOf(trusted);
  }

  /** A node on 127.0.0.1 that beats and pings once a second. */
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

  /** The same under another prefix. */
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

  /** The same with the bus at another address. */
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

  /** The same at another pace of Redis. */
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

  /** The same with other patience: for Redis, for another node, and for the first connection. */
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
   * The same for a program that can do without its cluster for a while: without Redis it starts
   * alone, its registrations succeed at once, and it joins when Redis is there.
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

  /** The same, and classes whose names begin so may be read from shared maps. */
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
   * Event bus options that find a broken connection within seconds, to which address, port and
   * mutual TLS are added, and that trust no certificate by themselves. With those of Vert.x (20 s
   * between pings, 60 s to connect) a healed network would stay unused for up to a minute.
   */
  public EventBusOptions busOptions() {
    var options = new EventBusOptions();
    options
        .setHost(host)
        .setTrustAll(false) // true in Vert.x: its TLS would take any certificate
        .setClusterPingInterval(pingInterval.toMillis())
        .setClusterPingReplyInterval(pingTimeout.toMillis())
        .setConnectTimeout((int) pingTimeout.toMillis());
    if (!publicHost.isEmpty()) {
      options.setClusterPublicHost(publicHost);
    }
    return options;
  }

  /** For one connection that carries everything in order. */
  RedisOptions connection() {
    return new RedisOptions(redis)
        .setMaxPoolSize(1)
        .setMaxPoolWaiting(1)
        .setPoolCleanerInterval(-1)
        .setMaxWaitingHandlers(WAITING_COMMANDS);
  }

  /** The longest silence of all nodes that is not yet called a pause of Redis. */
  Duration pauseThreshold() {
    return ttl.minus(heartbeatInterval.multipliedBy(2));
  }

  private static void check(boolean holds, String reason) {
    if (!holds) {
      throw new IllegalArgumentException(reason);
    }
  }
}

package io.foyer.platform.redis;

import io.foyer.platform.config.HostPort;
import io.foyer.platform.config.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisConnectOptions;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.RedisSentinelConnectOptions;
import io.vertx.redis.client.RedisStandaloneConnectOptions;
import java.util.List;

/** Creates Redis clients from the configuration. */
public final class RedisClients {
  private final RedisConfig config;

  private RedisClients(RedisConfig config) {
    this.config = config;
  }

  /** A client that has no connection yet; close it with its last one. */
  public static Redis create(Vertx vertx, RedisConfig config) {
    return new RedisClients(config).create(vertx);
  }

  /** The way to Redis for those who make their clients themselves. */
  public static RedisOptions options(RedisConfig config) {
    RedisOptions options = new RedisClients(config).options();
    if (!config.user().isEmpty()) {
      options.setUser(config.user());
    }
    config.password().map(Secret::reveal).ifPresent(options::setPassword);
    return options;
  }

  private RedisOptions options() {
    RedisOptions options = new RedisOptions().setNetClientOptions(net());
    config.url().ifPresent(options::setConnectionString);
    return config.url().isPresent()
        ? options.setType(RedisClientType.STANDALONE)
        : options
            .setType(RedisClientType.SENTINEL)
            .setMasterName(config.masterName())
            .setEndpoints(sentinels())
            .setAutoFailover(false);
  }

  private Redis create(Vertx vertx) {
    RedisOptions options = options();
    if (config.url().isPresent()) {
      RedisStandaloneConnectOptions connect = new RedisStandaloneConnectOptions(options);
      authenticate(connect);
      return Redis.createStandaloneClient(vertx, options, () -> Future.succeededFuture(connect));
    }
    // After a lost connection the owner creates a new client, which queries the Sentinels again.
    RedisSentinelConnectOptions connect =
        new RedisSentinelConnectOptions(options).setAutoFailover(false);
    authenticate(connect);
    return Redis.createSentinelClient(vertx, options, () -> Future.succeededFuture(connect));
  }

  private List<String> sentinels() {
    String scheme = config.encrypted() ? "rediss://" : "redis://";
    return config.sentinels().stream().map(HostPort::toString).map(scheme::concat).toList();
  }

  private void authenticate(RedisConnectOptions connect) {
    if (!config.user().isEmpty()) {
      connect.setUser(config.user());
    }
    config.password().map(Secret::reveal).ifPresent(connect::setPassword);
  }

  private NetClientOptions net() {
    NetClientOptions net =
        new NetClientOptions()
            .setConnectTimeout(Math.toIntExact(config.timeout().toMillis()))
            .setTcpKeepAlive(true)
            .setTcpNoDelay(true);
    if (config.encrypted()) {
      net.setSsl(true).setHostnameVerificationAlgorithm("HTTPS");
      config
          .tlsCa()
          .ifPresent(ca -> net.setTrustOptions(new PemTrustOptions().addCertPath(ca.toString())));
    }
    return net;
  }
}

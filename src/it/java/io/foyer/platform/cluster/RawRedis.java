package io.foyer.platform.cluster;

import io.foyer.testing.Services;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Arrays;

/** A plain connection to Redis, without any cluster. */
final class RawRedis implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Redis redis;

  /** Of the Redis that all tests share. */
  RawRedis() {
    this(Services.find().redis().toString());
  }

  RawRedis(String url) {
    redis = Redis.createClient(vertx, url);
  }

  Response say(Command command, String... arguments) {
    Request request = Request.cmd(command);
    Arrays.stream(arguments).forEach(request::arg);
    return TestClusterMember.get(redis.send(request));
  }

  /** Runs a script as a node would. */
  Response run(Script script, String prefix, String node, String... arguments) {
    Request request = Request.cmd(Command.EVAL).arg(script.source()).arg(0).arg(prefix).arg(node);
    Arrays.stream(arguments).forEach(request::arg);
    return TestClusterMember.get(redis.send(request));
  }

  @Override
  public void close() {
    TestClusterMember.get(redis.close());
    TestClusterMember.get(vertx.close());
  }
}

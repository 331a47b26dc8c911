package io.foyer.platform.cluster;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Sends commands and scripts to Redis over one connection, so that they run in order. */
final class RedisCommands {
  private final ReconnectingConnection connection;
  private final String prefix;
  private final String me;

  RedisCommands(MemberEventLoop loop, ClusterSettings settings, String me, Runnable up) {
    this.connection =
        new ReconnectingConnection(loop, settings, "commands", RedisCommands::loadScripts, up);
    this.prefix = settings.prefix();
    this.me = me;
  }

  Future<Void> open() {
    return connection.open();
  }

  boolean isUp() {
    return connection.isUp();
  }

  Future<Void> close() {
    return connection.close();
  }

  /** Runs a script; its arguments follow prefix and node id. */
  Future<Response> run(Script script, List<String> arguments) {
    return evaluate(script, request -> arguments.forEach(request::arg));
  }

  /**
   * Runs a script that later heartbeats would not repeat. If the connection is down or fails,
   * retries once on the next one, provided it comes within {@code most}.
   */
  Future<Response> runWithRetry(Script script, List<String> arguments, Duration most) {
    return run(script, arguments)
        .recover(failure -> connection.whenConnected(most).compose(up -> run(script, arguments)));
  }

  /** Runs a script with binary arguments. */
  Future<Response> runOnBytes(Script script, List<Buffer> arguments) {
    return evaluate(script, request -> arguments.forEach(request::arg));
  }

  /** Runs one command on a key under the prefix. */
  Future<Response> command(Command command, String key, String... arguments) {
    Request request = Request.cmd(command).arg(prefix + key);
    Arrays.stream(arguments).forEach(request::arg);
    return connection.send(request);
  }

  /**
   * Evaluates a script by digest, or by source where Redis has forgotten it ({@code SCRIPT FLUSH}).
   */
  private Future<Response> evaluate(Script script, Consumer<Request> arguments) {
    return connection
        .send(request(Command.EVALSHA, script.digest(), arguments))
        .recover(
            failure ->
                String.valueOf(failure.getMessage()).startsWith("NOSCRIPT")
                    ? connection.send(request(Command.EVAL, script.source(), arguments))
                    : Future.failedFuture(failure));
  }

  private Request request(Command command, String script, Consumer<Request> arguments) {
    Request request = Request.cmd(command).arg(script).arg(0).arg(prefix).arg(me);
    arguments.accept(request);
    return request;
  }

  private static Future<?> loadScripts(RedisConnection connection) {
    return connection.batch(
        Arrays.stream(Script.values())
            .map(script -> Request.cmd(Command.SCRIPT).arg("LOAD").arg(script.source()))
            .toList());
  }
}

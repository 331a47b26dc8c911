package io.foyer.platform.cluster;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.Arrays;
import java.util.List;

/** Where commands and scripts are handed in: one line, so that they arrive in order. */
final class Desk {
  private final Line line;
  private final String prefix;
  private final String me;

  Desk(Loop loop, ClusterSettings settings, String me, Runnable up) {
    this.line = new Line(loop, settings, "commands", Desk::load, up);
    this.prefix = settings.prefix();
    this.me = me;
  }

  Future<Void> open() {
    return line.open();
  }

  boolean isUp() {
    return line.isUp();
  }

  Future<Void> close() {
    return line.close();
  }

  /** Runs a script with these arguments after prefix and node id. */
  Future<Response> run(Script script, List<String> arguments) {
    Request request = call(script);
    arguments.forEach(request::arg);
    return line.send(request);
  }

  /** The same with arguments of any bytes. */
  Future<Response> runOnBytes(Script script, List<Buffer> arguments) {
    Request request = call(script);
    arguments.forEach(request::arg);
    return line.send(request);
  }

  /** One plain command on a key under the prefix. */
  Future<Response> command(Command command, String key, String... arguments) {
    Request request = Request.cmd(command).arg(prefix + key);
    Arrays.stream(arguments).forEach(request::arg);
    return line.send(request);
  }

  private Request call(Script script) {
    return Request.cmd(Command.EVALSHA).arg(script.digest()).arg(0).arg(prefix).arg(me);
  }

  private static Future<?> load(RedisConnection connection) {
    return connection.batch(
        Arrays.stream(Script.values())
            .map(script -> Request.cmd(Command.SCRIPT).arg("LOAD").arg(script.source()))
            .toList());
  }
}

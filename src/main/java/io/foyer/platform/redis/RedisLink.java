package io.foyer.platform.redis;

import io.foyer.platform.jobs.Backoff;
import io.foyer.platform.observe.CheckResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The node's one connection to Redis, shared by all event loops. Reconnects with backoff and sends
 * a ping every second: a missing reply counts as a lost connection. Each attempt uses a new client,
 * so that no state of a broken one remains.
 */
public final class RedisLink {
  private static final Logger log = LoggerFactory.getLogger(RedisLink.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LAST_PAUSE = Duration.ofSeconds(3);
  private static final long BEAT_MILLIS = 1_000;

  private final Vertx vertx;
  private final RedisConfig config;
  private final Context context;
  private volatile Optional<Line> line = Optional.empty();
  private volatile boolean closed;
  // What follows belongs to the context.
  private int attempt;
  private int lines;

  private record Line(int number, Redis client, RedisConnection connection) {}

  /** A link that is not open until {@link #start}. */
  public RedisLink(Vertx vertx, RedisConfig config) {
    this.vertx = vertx;
    this.config = config;
    this.context = vertx.getOrCreateContext();
  }

  /** Begins to connect and returns at once. */
  public void start() {
    context.runOnContext(go -> connect());
  }

  /** What every key and channel begins with. */
  public String prefix() {
    return config.prefix();
  }

  /** Sends a command; fails at once while there is no connection. Has no deadline of its own. */
  public Future<Response> send(Request request) {
    return line.map(
            open ->
                open.connection()
                    .send(request)
                    .onFailure(cause -> reconnectIfReadOnly(open, cause)))
        .orElseGet(() -> Future.failedFuture("Redis is away"));
  }

  /** Whether there is a connection that answers. */
  public CheckResult check() {
    return line.isPresent() ? CheckResult.ok() : CheckResult.down("not connected");
  }

  /** Hangs up for good. */
  public Future<Void> close() {
    closed = true;
    Optional<Line> last = line;
    line = Optional.empty();
    return last.map(open -> open.client().close()).orElseGet(Future::succeededFuture);
  }

  private void connect() {
    if (closed) {
      return;
    }
    Redis client = RedisClients.create(vertx, config);
    client
        .connect()
        .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .onSuccess(connection -> opened(client, connection))
        .onFailure(cause -> failed(client, cause));
  }

  private void opened(Redis client, RedisConnection connection) {
    Line open = new Line(++lines, client, connection);
    if (closed) {
      hangUp(client);
      return;
    }
    attempt = 0;
    line = Optional.of(open);
    log.atInfo().log("Redis connected");
    connection.endHandler(ended -> lost(open, "connection closed"));
    connection.exceptionHandler(cause -> lost(open, String.valueOf(cause.getMessage())));
    beat(open);
  }

  private void beat(Line open) {
    vertx.setTimer(
        BEAT_MILLIS,
        timer -> {
          if (isCurrent(open)) {
            open.connection()
                .send(Request.cmd(Command.PING))
                .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(pong -> beat(open))
                .onFailure(cause -> lost(open, "no sign of life"));
          }
        });
  }

  /** After a failover the old master lives on as a replica, to which nothing can be written. */
  private void reconnectIfReadOnly(Line open, Throwable cause) {
    if (String.valueOf(cause.getMessage()).startsWith("READONLY")) {
      context.runOnContext(go -> lost(open, "no master any more"));
    }
  }

  private boolean isCurrent(Line open) {
    return line.filter(now -> now.number() == open.number()).isPresent();
  }

  private void lost(Line open, String reason) {
    if (isCurrent(open)) {
      line = Optional.empty();
      log.atWarn().addKeyValue("cause", reason).log("Redis connection lost");
      hangUp(open.client());
      later();
    }
  }

  private void failed(Redis client, Throwable cause) {
    log.atLevel(attempt == 0 ? Level.WARN : Level.DEBUG)
        .addKeyValue("cause", cause.getMessage())
        .log("Redis connection failed");
    hangUp(client);
    later();
  }

  private void later() {
    Duration pause = Backoff.backoff(++attempt, FIRST_PAUSE, LAST_PAUSE);
    vertx.setTimer(pause.toMillis(), timer -> connect());
  }

  private static void hangUp(Redis client) {
    client
        .close()
        .onFailure(
            cause ->
                log.atDebug()
                    .addKeyValue("cause", cause.getMessage())
                    .log("Redis client not closed"));
  }
}

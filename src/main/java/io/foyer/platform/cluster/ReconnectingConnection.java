package io.foyer.platform.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Redis connection that reconnects by itself. Commands are answered in order; a command that times
 * out closes the connection, and all pending commands fail with it.
 */
final class ReconnectingConnection {
  private static final Logger log = LoggerFactory.getLogger(ReconnectingConnection.class);
  private static final int ATTEMPTS_PER_HEARTBEAT = 4;

  /** Error replies after which only a new connection, maybe to another server, can help. */
  private static final List<String> FATAL_ERRORS =
      List.of(
          "READONLY",
          "LOADING",
          "NOAUTH",
          "CONNECTION_CLOSED"); // made by the client itself, in the form of an error reply

  private final MemberEventLoop loop;
  private final ClusterSettings settings;
  private final String name;
  private final Function<RedisConnection, Future<?>> setup;
  private final Runnable whenConnected;
  private Promise<Void> next = Promise.promise();
  private Optional<Redis> client = Optional.empty();
  private Optional<RedisConnection> connection = Optional.empty();
  private int epoch;
  private boolean closed;
  private boolean failureLogged;

  /**
   * Not open yet.
   *
   * @param setup runs on each new connection before any other command
   * @param up called after each setup
   */
  ReconnectingConnection(
      MemberEventLoop loop,
      ClusterSettings settings,
      String name,
      Function<RedisConnection, Future<?>> setup,
      Runnable up) {
    this.loop = loop;
    this.settings = settings;
    this.name = name;
    this.setup = setup;
    this.whenConnected = up;
  }

  /** Connects, retrying without limit; completes with the first connection. */
  Future<Void> open() {
    connect();
    return next.future();
  }

  /**
   * Completes when connected, now or with the next connection; fails after {@code most}. Called
   * after a failed command: it runs behind the handling of that failure, which may close the
   * connection.
   */
  Future<Void> whenConnected(Duration most) {
    Promise<Void> connected = Promise.promise();
    loop.run(
        () -> {
          next.future().onSuccess(up -> connected.tryComplete());
          loop.after(most, () -> connected.tryFail(notConnected()));
        });
    return connected.future();
  }

  boolean isUp() {
    return connection.isPresent();
  }

  /** Sends a command; fails at once while there is no connection. */
  Future<Response> send(Request request) {
    if (connection.isEmpty()) {
      return Future.failedFuture(notConnected());
    }
    int mine = epoch;
    return connection
        .get()
        .send(request)
        .timeout(settings.redisTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(failure -> onFailure(mine, failure));
  }

  private static Throwable notConnected() {
    return VertxException.noStackTrace("Not connected to Redis");
  }

  /** Closes the current connection and reconnects. */
  void reset(String cause) {
    onLost(epoch, cause);
  }

  Future<Void> close() {
    closed = true;
    connection = Optional.empty();
    Optional<Redis> last = client;
    client = Optional.empty();
    return last.map(Redis::close).orElse(Future.succeededFuture());
  }

  private void connect() {
    int mine = ++epoch;
    Redis redis = Redis.createClient(loop.vertx(), settings.connection());
    client = Optional.of(redis);
    redis
        .connect()
        .compose(made -> setup.apply(made).map(ignored -> made))
        .timeout(settings.redisTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .onSuccess(made -> onConnected(mine, made))
        .onFailure(failure -> onRefused(mine, redis, failure));
  }

  private void onConnected(int mine, RedisConnection made) {
    if (closed || mine != epoch) {
      return;
    }
    made.endHandler(ignored -> loop.run(() -> onLost(mine, "closed by Redis")));
    made.exceptionHandler(failure -> loop.run(() -> onLost(mine, String.valueOf(failure))));
    connection = Optional.of(made);
    failureLogged = false;
    log.atInfo().addKeyValue("line", name).log("Connected to Redis");
    next.tryComplete();
    whenConnected.run();
  }

  private void onRefused(int mine, Redis redis, Throwable failure) {
    log.atLevel(failureLogged ? Level.DEBUG : Level.WARN)
        .addKeyValue("line", name)
        .addKeyValue("cause", failure.getMessage())
        .log("Redis connection failed");
    failureLogged = true;
    disconnect(redis);
    if (!closed && mine == epoch) {
      reconnectLater();
    }
  }

  private void onFailure(int mine, Throwable failure) {
    String cause = String.valueOf(failure.getMessage());
    // The client makes a failure of the error that the server answered.
    boolean answered = failure instanceof Response;
    if (!answered || FATAL_ERRORS.stream().anyMatch(cause::contains)) {
      onLost(mine, cause);
    }
  }

  private void onLost(int mine, String cause) {
    if (closed || mine != epoch || connection.isEmpty()) {
      return;
    }
    log.atWarn().addKeyValue("line", name).addKeyValue("cause", cause).log("Redis connection lost");
    connection = Optional.empty();
    next = Promise.promise();
    epoch++;
    client.ifPresent(ReconnectingConnection::disconnect);
    reconnectLater();
  }

  private void reconnectLater() {
    int mine = epoch;
    Duration pause = settings.heartbeatInterval().dividedBy(ATTEMPTS_PER_HEARTBEAT);
    loop.after(
        pause,
        () -> {
          if (!closed && mine == epoch) {
            connect();
          }
        });
  }

  private static void disconnect(Redis redis) {
    redis
        .close()
        .onFailure(failure -> log.atDebug().setCause(failure).log("Redis client not closed"));
  }
}

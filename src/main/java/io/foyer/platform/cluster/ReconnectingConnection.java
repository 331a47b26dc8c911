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
 * One connection to Redis that comes back by itself. Commands go and are answered in order; one
 * that is not answered in time ends the connection, and with it all that wait behind it.
 */
final class ReconnectingConnection {
  private static final Logger log = LoggerFactory.getLogger(ReconnectingConnection.class);
  private static final int ATTEMPTS_PER_BEAT = 4;

  /** Answers after which only another connection, maybe to another server, can help. */
  private static final List<String> HOPELESS =
      List.of(
          "READONLY",
          "LOADING",
          "NOAUTH",
          "CONNECTION_CLOSED"); // the client's own word, in the shape of an answer

  private final MemberEventLoop loop;
  private final ClusterSettings settings;
  private final String name;
  private final Function<RedisConnection, Future<?>> greeting;
  private final Runnable whenConnected;
  private Promise<Void> next = Promise.promise();
  private Optional<Redis> client = Optional.empty();
  private Optional<RedisConnection> connection = Optional.empty();
  private int epoch;
  private boolean closed;
  private boolean told;

  /**
   * Not yet open.
   *
   * @param greeting what is said on each new connection before anything else
   * @param up called after each greeting
   */
  ReconnectingConnection(
      MemberEventLoop loop,
      ClusterSettings settings,
      String name,
      Function<RedisConnection, Future<?>> greeting,
      Runnable up) {
    this.loop = loop;
    this.settings = settings;
    this.name = name;
    this.greeting = greeting;
    this.whenConnected = up;
  }

  /** Connects, for as long as it takes; completes with the first connection. */
  Future<Void> open() {
    connect();
    return next.future();
  }

  /**
   * Completes soon on a connection, else with the next one; fails where none comes in time. For who
   * was just refused: it is judged first whether that ended the connection.
   */
  Future<Void> whenConnected(Duration most) {
    Promise<Void> there = Promise.promise();
    loop.run(
        () -> {
          next.future().onSuccess(connected -> there.tryComplete());
          loop.after(most, () -> there.tryFail(notConnected()));
        });
    return there.future();
  }

  boolean isUp() {
    return connection.isPresent();
  }

  /** Fails at once while there is no connection. */
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
    return VertxException.noStackTrace("Redis is away");
  }

  /** Gives this connection up for another. */
  void reset(String reason) {
    onLost(epoch, reason);
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
        .compose(made -> greeting.apply(made).map(ignored -> made))
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
    told = false;
    log.atInfo().addKeyValue("line", name).log("Connected to Redis");
    next.tryComplete();
    whenConnected.run();
  }

  private void onRefused(int mine, Redis redis, Throwable failure) {
    log.atLevel(told ? Level.DEBUG : Level.WARN)
        .addKeyValue("line", name)
        .addKeyValue("reason", failure.getMessage())
        .log("Redis cannot be reached");
    told = true;
    disconnect(redis);
    if (!closed && mine == epoch) {
      reconnectLater();
    }
  }

  private void onFailure(int mine, Throwable failure) {
    String reason = String.valueOf(failure.getMessage());
    boolean answered = failure.getClass().getSimpleName().equals("ErrorType");
    if (!answered || HOPELESS.stream().anyMatch(reason::contains)) {
      onLost(mine, reason);
    }
  }

  private void onLost(int mine, String reason) {
    if (closed || mine != epoch || connection.isEmpty()) {
      return;
    }
    log.atWarn().addKeyValue("line", name).addKeyValue("reason", reason).log("Lost Redis");
    connection = Optional.empty();
    next = Promise.promise();
    epoch++;
    client.ifPresent(ReconnectingConnection::disconnect);
    reconnectLater();
  }

  private void reconnectLater() {
    int mine = epoch;
    Duration pause = settings.heartbeatInterval().dividedBy(ATTEMPTS_PER_BEAT);
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
        .onFailure(failure -> log.atDebug().setCause(failure).log("Redis client did not close"));
  }
}

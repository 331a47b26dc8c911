package io.foyer.platform.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the heartbeat that keeps this node's membership alive, and passes on the membership
 * snapshot that Redis returns. Failed heartbeats are retried with the next interval.
 */
final class HeartbeatSender {
  private static final Logger log = LoggerFactory.getLogger(HeartbeatSender.class);

  private final MemberEventLoop loop;
  private final ClusterSettings settings;
  private final RedisCommands redis;
  private final Runnable sending;
  private final Consumer<MembershipSnapshot> listener;
  private boolean stopped;
  private boolean inFlight;
  private Promise<Void> next = Promise.promise();
  private boolean wanted;
  private volatile long answered;
  private long answeringSince = System.nanoTime();

  /**
   * Sends no heartbeat until {@link #start}.
   *
   * @param sending called before each heartbeat is sent
   * @param listener receives the snapshot of each answered heartbeat
   */
  HeartbeatSender(
      MemberEventLoop loop,
      ClusterSettings settings,
      RedisCommands redis,
      Runnable sending,
      Consumer<MembershipSnapshot> listener) {
    this.loop = loop;
    this.settings = settings;
    this.redis = redis;
    this.sending = sending;
    this.listener = listener;
    this.answered = System.nanoTime() - settings.ttl().toNanos() - 1; // not yet
  }

  void start() {
    loop.every(settings.heartbeatInterval(), this::onTimer);
  }

  /** Whether Redis answered within the last time to live. May be called on any thread. */
  boolean redisAnswers() {
    return System.nanoTime() - answered <= settings.ttl().toNanos();
  }

  void stop() {
    stopped = true;
  }

  /**
   * Sends a heartbeat that begins after this call; concurrent calls share one.
   *
   * @return completes when the listener has processed its snapshot, fails if Redis did not answer
   */
  Future<Void> heartbeatNow() {
    Future<Void> result = next.future();
    wanted = true;
    sendIfIdle();
    return result;
  }

  private void onTimer() {
    wanted = true;
    sendIfIdle();
  }

  private void sendIfIdle() {
    if (stopped || inFlight || !wanted) {
      return;
    }
    inFlight = true;
    wanted = false;
    sending.run();
    Promise<Void> current = next;
    next = Promise.promise();
    redis
        .run(Script.HEARTBEAT, arguments())
        .map(MembershipSnapshot::parse)
        .onSuccess(this::onSnapshot)
        .onFailure(this::onFailure)
        .onComplete(
            done -> {
              inFlight = false;
              current.handle(done.mapEmpty());
              sendIfIdle();
            });
  }

  private List<String> arguments() {
    boolean mayEvict = System.nanoTime() - answeringSince >= settings.ttl().toNanos();
    return List.of(
        Long.toString(settings.ttl().toMillis()),
        Long.toString(settings.pauseThreshold().toMillis()),
        mayEvict ? "1" : "0");
  }

  private void onSnapshot(MembershipSnapshot snapshot) {
    long now = System.nanoTime();
    if (now - answered > settings.pauseThreshold().toNanos()) {
      answeringSince = now;
    }
    answered = now;
    if (!stopped) {
      listener.accept(snapshot);
    }
  }

  private void onFailure(Throwable failure) {
    answeringSince = System.nanoTime();
    log.atDebug().setCause(failure).log("Heartbeat failed");
  }
}

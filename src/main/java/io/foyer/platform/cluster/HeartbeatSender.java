package io.foyer.platform.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells Redis once a beat that this node lives, and hears who else does. */
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
   * Not yet beating.
   *
   * @param sending called before each beat is sent
   * @param listener takes the answer of each
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

  /** Whether Redis answered within the last time to live; may be called on any thread. */
  boolean redisAnswers() {
    return System.nanoTime() - answered <= settings.ttl().toNanos();
  }

  void stop() {
    stopped = true;
  }

  /**
   * A beat that begins after this call; several calls share one. Completes when its census was
   * heard by the listener, fails when Redis did not answer.
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
    Promise<Void> mine = next;
    next = Promise.promise();
    redis
        .run(Script.HEARTBEAT, arguments())
        .map(MembershipSnapshot::parse)
        .onSuccess(this::onSnapshot)
        .onFailure(this::onFailure)
        .onComplete(
            done -> {
              inFlight = false;
              mine.handle(done.mapEmpty());
              sendIfIdle();
            });
  }

  private List<String> arguments() {
    boolean patient = System.nanoTime() - answeringSince >= settings.ttl().toNanos();
    return List.of(
        Long.toString(settings.ttl().toMillis()),
        Long.toString(settings.pauseThreshold().toMillis()),
        patient ? "1" : "0");
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
    log.atDebug().setCause(failure).log("A beat was not answered");
  }
}

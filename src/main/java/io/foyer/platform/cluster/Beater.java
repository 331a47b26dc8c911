package io.foyer.platform.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells Redis once a beat that this node lives, and hears who else does. */
final class Beater {
  private static final Logger log = LoggerFactory.getLogger(Beater.class);

  private final Loop loop;
  private final ClusterSettings settings;
  private final Desk desk;
  private final Runnable sending;
  private final Consumer<Census> listener;
  private boolean stopped;
  private boolean underWay;
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
  Beater(
      Loop loop, ClusterSettings settings, Desk desk, Runnable sending, Consumer<Census> listener) {
    this.loop = loop;
    this.settings = settings;
    this.desk = desk;
    this.sending = sending;
    this.listener = listener;
    this.answered = System.nanoTime() - settings.ttl().toNanos() - 1; // not yet
  }

  void start() {
    loop.every(settings.beat(), this::tick);
  }

  /** Whether Redis answered within the last time to live; may be called on any thread. */
  boolean answers() {
    return System.nanoTime() - answered <= settings.ttl().toNanos();
  }

  void stop() {
    stopped = true;
  }

  /**
   * A beat that begins after this call; several calls share one. Completes when its census was
   * heard by the listener, fails when Redis did not answer.
   */
  Future<Void> now() {
    Future<Void> result = next.future();
    wanted = true;
    go();
    return result;
  }

  private void tick() {
    wanted = true;
    go();
  }

  private void go() {
    if (stopped || underWay || !wanted) {
      return;
    }
    underWay = true;
    wanted = false;
    sending.run();
    Promise<Void> mine = next;
    next = Promise.promise();
    desk.run(Script.BEAT, arguments())
        .map(Census::of)
        .onSuccess(this::hear)
        .onFailure(this::miss)
        .onComplete(
            done -> {
              underWay = false;
              mine.handle(done.mapEmpty());
              go();
            });
  }

  private List<String> arguments() {
    boolean patient = System.nanoTime() - answeringSince >= settings.ttl().toNanos();
    return List.of(
        Long.toString(settings.ttl().toMillis()),
        Long.toString(settings.gap().toMillis()),
        patient ? "1" : "0");
  }

  private void hear(Census census) {
    long now = System.nanoTime();
    if (now - answered > settings.gap().toNanos()) {
      answeringSince = now;
    }
    answered = now;
    if (!stopped) {
      listener.accept(census);
    }
  }

  private void miss(Throwable failure) {
    answeringSince = System.nanoTime();
    log.atDebug().setCause(failure).log("A beat was not answered");
  }
}

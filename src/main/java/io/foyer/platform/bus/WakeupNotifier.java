package io.foyer.platform.bus;

import io.foyer.platform.db.Database;
import io.foyer.platform.db.DatabaseSubscriber;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the subscribers of a topic after a commit: on this node at once, on the others by NOTIFY.
 *
 * <p>A wakeup may get lost, so every subscriber also polls. NOTIFY is sent after the commit and
 * coalesced, at most one per topic and {@value #PAUSE_MILLIS} ms: inside the writing transaction it
 * would take a lock that the whole database shares.
 */
public final class WakeupNotifier {
  private static final Logger log = LoggerFactory.getLogger(WakeupNotifier.class);
  private static final String CHANNEL = "foyer_hints";
  private static final int PAUSE_MILLIS = 20;
  private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

  private final Vertx vertx;
  private final Database database;
  private final DatabaseSubscriber subscriber;
  private final String node = UUID.randomUUID().toString();
  private final Map<String, AtomicInteger> raised = new ConcurrentHashMap<>();

  public WakeupNotifier(Vertx vertx, Database database, DatabaseSubscriber subscriber) {
    this.vertx = vertx;
    this.database = database;
    this.subscriber = subscriber;
  }

  /** Subscribes to the wakeups of other nodes; returns at once and reconnects forever. */
  public void start() {
    subscriber.listen(CHANNEL, this::onNotification);
  }

  private void onNotification(String payload) {
    int space = payload.indexOf(' ');
    if (space > 0 && !payload.substring(0, space).equals(node)) {
      publish(payload.substring(space + 1));
    }
  }

  /** Runs {@code listener} on the caller's context whenever {@code topic} is raised anywhere. */
  public void on(String topic, Runnable listener) {
    vertx.eventBus().<String>localConsumer(address(topic), message -> listener.run());
  }

  /** Wakes all subscribers of {@code topic}, here and on the other nodes, after a commit. */
  public void wake(String topic) {
    publish(topic);
    wakeOthers(topic);
  }

  /** Wakes the subscribers on the other nodes only, when this node already knows of the commit. */
  public void wakeOthers(String topic) {
    if (raised.computeIfAbsent(topic, t -> new AtomicInteger()).getAndIncrement() == 0) {
      notifyOthers(topic);
    }
  }

  private void notifyOthers(String topic) {
    AtomicInteger pending = raised.computeIfAbsent(topic, t -> new AtomicInteger());
    int covered = pending.get();
    database
        .notify(CHANNEL, node + " " + topic)
        .onFailure(
            cause ->
                log.atDebug().addKeyValue("topic", topic).setCause(cause).log("Wakeup not sent"))
        .eventually(() -> vertx.timer(PAUSE_MILLIS).mapEmpty().otherwiseEmpty())
        .onComplete(
            done -> {
              if (pending.addAndGet(-covered) > 0) {
                notifyOthers(topic);
              }
            });
  }

  private void publish(String topic) {
    vertx.eventBus().publish(address(topic), topic, LOCAL);
  }

  private static String address(String topic) {
    return "foyer.hint." + topic;
  }

  /** Stops hearing. */
  public Future<Void> close() {
    return subscriber.close();
  }
}

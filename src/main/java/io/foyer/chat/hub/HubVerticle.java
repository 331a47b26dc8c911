package io.foyer.chat.hub;

import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.jobs.DueWorkScheduler;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the hub's clockwork and ties it to the other nodes: by the event bus where Vert.x is
 * clustered, else by hints. One per node; undeployed after the sockets were closed.
 */
public final class HubVerticle extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(HubVerticle.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final long SECOND_MILLIS = 1_000;
  private static final long PEOPLE_MILLIS = 250;
  private static final long TYPING_MILLIS = 50;

  private final ChatHub hub;
  private final WakeupNotifier wakeupNotifier;
  private List<MessageConsumer<String>> consumers = List.of();
  private Neighbours neighbours = new NoNeighbours();
  private @Nullable DueWorkScheduler loop;

  /** A verticle for a hub; this works before, at its best once this is deployed. */
  public HubVerticle(ChatHub hub, WakeupNotifier wakeupNotifier) {
    this.hub = hub;
    this.wakeupNotifier = wakeupNotifier;
  }

  @Override
  public Future<?> start() {
    DueWorkScheduler sweeps = new DueWorkScheduler(vertx, "chat", () -> hub.sweep().map(EVERY));
    loop = sweeps;
    wakeupNotifier.on(HintedNeighbours.TOPIC, sweeps::wake);
    sweeps.wake();
    meet();
    vertx.setPeriodic(SECOND_MILLIS, id -> hub.look());
    vertx.setPeriodic(SECOND_MILLIS, id -> neighbours.beat(hub.people().number()));
    vertx.setPeriodic(PEOPLE_MILLIS, id -> hub.tellPeople());
    vertx.setPeriodic(PEOPLE_MILLIS, id -> hub.tellRooms());
    vertx.setPeriodic(TYPING_MILLIS, id -> hub.tellTyping());
    return Future.succeededFuture();
  }

  private void meet() {
    if (vertx.isClustered()) {
      BusNeighbours bus = new BusNeighbours(vertx.eventBus(), hub, System::nanoTime);
      consumers = bus.listen();
      consumers.forEach(
          it ->
              it.completion()
                  .onFailure(cause -> log.atWarn().setCause(cause).log("other nodes not heard")));
      neighbours = bus;
    } else {
      neighbours = new HintedNeighbours(wakeupNotifier);
    }
    hub.meet(neighbours);
  }

  @Override
  public Future<?> stop() {
    neighbours.farewell();
    Future<Void> drained = loop == null ? Future.succeededFuture() : loop.drain();
    return drained
        .compose(done -> Future.join(consumers.stream().map(MessageConsumer::unregister).toList()))
        .otherwiseEmpty()
        .onComplete(done -> hub.close());
  }
}

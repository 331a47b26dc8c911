package io.foyer.feeds;

import io.foyer.platform.bus.WakeupNotifier;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Triggers {@link LiveFeeds} on wakeups and every second. */
public final class LiveVerticle extends VerticleBase {
  private static final long SECOND_MILLIS = 1_000;

  private final LiveFeeds live;
  private final WakeupNotifier wakeupNotifier;

  LiveVerticle(LiveFeeds live, WakeupNotifier wakeupNotifier) {
    this.live = live;
    this.wakeupNotifier = wakeupNotifier;
  }

  @Override
  public Future<?> start() {
    wakeupNotifier.on(Feeds.TOPIC, live::refresh);
    vertx.setPeriodic(SECOND_MILLIS, id -> live.sweep());
    return Future.succeededFuture();
  }
}

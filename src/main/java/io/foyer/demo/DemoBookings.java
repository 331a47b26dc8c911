package io.foyer.demo;

import io.foyer.meetings.MeetingService;
import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Database;
import io.foyer.platform.jobs.DueWorkScheduler;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Watches the meetings and publishes new and changed ones to the live page. */
final class DemoBookings extends VerticleBase {
  private final DemoStore store = new DemoStore();
  private final Map<String, JsonObject> told = new HashMap<>();
  private final Database database;
  private final WakeupNotifier wakeupNotifier;
  private final DemoFeed feed;
  private final String linkPrefix;
  private @Nullable DueWorkScheduler loop;

  DemoBookings(Database database, WakeupNotifier wakeupNotifier, DemoFeed feed, String linkPrefix) {
    this.database = database;
    this.wakeupNotifier = wakeupNotifier;
    this.feed = feed;
    this.linkPrefix = linkPrefix;
  }

  @Override
  public Future<?> start() {
    DueWorkScheduler looks = new DueWorkScheduler(vertx, "demo", this::look);
    wakeupNotifier.on(MeetingService.REMINDERS, looks::wake);
    looks.wake();
    loop = looks;
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return loop == null ? Future.succeededFuture() : loop.drain();
  }

  private Future<Duration> look() {
    return store.latest(database, linkPrefix).map(this::tell);
  }

  private Duration tell(List<JsonObject> latest) {
    latest.forEach(this::tellIfNew);
    told.keySet().retainAll(latest.stream().map(event -> event.getString("id")).toList());
    return Duration.ofHours(1); // or when a hint comes, or at the next sweep
  }

  private void tellIfNew(JsonObject event) {
    if (!event.equals(told.put(event.getString("id"), event))) {
      feed.publish(event);
    }
  }
}

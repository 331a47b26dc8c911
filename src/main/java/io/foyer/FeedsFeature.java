package io.foyer;

import io.foyer.feeds.FeedSeats;
import io.foyer.feeds.Feeds;
import io.foyer.feeds.FeedsVerticle;
import io.foyer.feeds.LiveFeeds;
import io.foyer.platform.observe.CheckResult;
import io.foyer.platform.web.Capabilities;
import io.foyer.platform.web.Operation;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Builds the NATS feeds of this node: the writer, the API, and live followers. */
final class FeedsFeature implements Feature {
  private final CoreServices core;
  private final Optional<Feeds> feeds;
  private final Optional<FeedsVerticle> writer;
  private final Optional<LiveFeeds> live;

  /**
   * The feature; without {@code nats.url} its operations find no feed.
   *
   * @param slowReaderTimeout after which a follower that takes nothing is closed
   */
  FeedsFeature(FeedsSettings settings, CoreServices core, Duration slowReaderTimeout) {
    this.core = core;
    this.feeds =
        settings
            .nats()
            .map(nats -> new Feeds(settings.feeds(), core.database(), core.wakeupNotifier()));
    this.writer = feeds.filter(it -> core.serves(Role.NATS)).map(it -> writer(it, settings));
    this.live = feeds.map(it -> it.live(slowReaderTimeout, core.metrics().registry()));
  }

  private FeedsVerticle writer(Feeds feeds, FeedsSettings settings) {
    return feeds.writer(
        settings.nats().orElseThrow(), core.metrics().registry(), core.tuning().feedWriter());
  }

  /** Where connections follow feeds. */
  FeedSeats seats() {
    return live.<FeedSeats>map(it -> it).orElse(FeedSeats.NONE);
  }

  @Override
  public Map<String, Operation> operations() {
    return feeds.map(Feeds::operations).orElseGet(Feeds::noOperations);
  }

  @Override
  public Set<String> capabilities() {
    return feeds.isPresent() ? Set.of(Capabilities.FEEDS) : Set.of();
  }

  @Override
  public List<Work> work() {
    List<Work> work = new ArrayList<>();
    writer.ifPresent(it -> work.add(Work.of(Role.NATS, Stage.INTAKE, "feeds", () -> it)));
    live.ifPresent(
        it ->
            work.add(
                Work.of(
                    Role.HTTP, Stage.CLIENT, "live feeds", () -> feeds.orElseThrow().clock(it))));
    return work;
  }

  @Override
  public Map<String, Supplier<CheckResult>> checks() {
    return writer
        .<Map<String, Supplier<CheckResult>>>map(it -> Map.of("nats", () -> check(it)))
        .orElse(Map.of());
  }

  private static CheckResult check(FeedsVerticle writer) {
    return writer.working() ? CheckResult.ok(writer.state()) : CheckResult.down(writer.state());
  }

  @Override
  public List<Supplier<Future<Integer>>> cleaners() {
    return feeds.map(Feeds::cleaners).orElse(List.of());
  }
}

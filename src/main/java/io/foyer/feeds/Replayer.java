package io.foyer.feeds;

import io.foyer.feeds.PartitionStore.TimeRange;
import io.foyer.feeds.Quarantined.StreamPosition;
import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.DatabaseFailure;
import io.foyer.platform.nats.StreamMessage;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Replays quarantined messages with the feed's current schema. */
final class Replayer {
  private static final int BATCH = 200;
  private static final Duration LONGEST = Duration.ofSeconds(2);

  private final QuarantineStore store;
  private final PartitionStore partitions;
  private final WakeupNotifier wakeupNotifier;

  Replayer(QuarantineStore store, PartitionStore partitions, WakeupNotifier wakeupNotifier) {
    this.store = store;
    this.partitions = partitions;
    this.wakeupNotifier = wakeupNotifier;
  }

  /**
   * Result of a replay.
   *
   * @param replayed messages that got a number
   * @param still messages that still cannot be decoded
   * @param next position after which to continue; empty at the end
   */
  record Outcome(int replayed, int still, Optional<StreamPosition> next) {
    static final Outcome NOTHING = new Outcome(0, 0, Optional.empty());

    private Outcome plus(Outcome other) {
      return new Outcome(replayed + other.replayed, still + other.still, other.next);
    }

    private Outcome upTo(Optional<StreamPosition> place) {
      return new Outcome(replayed, still, place);
    }
  }

  /** All that waits after a place, batch by batch, for some seconds. */
  Future<Outcome> all(Feed feed, StreamPosition after) {
    return all(feed, after, System.nanoTime() + LONGEST.toNanos(), Outcome.NOTHING);
  }

  private Future<Outcome> all(Feed feed, StreamPosition after, long until, Outcome before) {
    return store
        .page(feed, after, BATCH, false)
        .compose(
            page -> {
              if (page.isEmpty()) {
                return Future.succeededFuture(before);
              }
              StreamPosition last = page.getLast().position();
              return these(feed, page)
                  .map(before::plus)
                  .compose(
                      done ->
                          System.nanoTime() < until
                              ? all(feed, last, until, done)
                              : rest(feed, last).map(done::upTo));
            });
  }

  private Future<Optional<StreamPosition>> rest(Feed feed, StreamPosition last) {
    return store
        .page(feed, last, 1, false)
        .map(more -> more.isEmpty() ? Optional.empty() : Optional.of(last));
  }

  /** Some of them; what does not wait there is passed over. */
  Future<Outcome> some(Feed feed, List<StreamPosition> spots) {
    return store.some(feed, spots).compose(found -> these(feed, found));
  }

  private Future<Outcome> these(Feed feed, List<Quarantined> waiting) {
    Map<StreamPosition, DecodedMessage> readable = new LinkedHashMap<>();
    for (Quarantined each : waiting) {
      DecodedMessage decodedMessage = DecodedMessage.of(feed, message(feed, each));
      if (decodedMessage.readable()) {
        readable.put(each.position(), decodedMessage);
      }
    }
    return room(feed, readable)
        .compose(done -> number(feed, readable))
        .onSuccess(this::wakeReaders)
        .map(done -> done.plus(new Outcome(0, waiting.size() - readable.size(), Optional.empty())));
  }

  private static StreamMessage message(Feed feed, Quarantined each) {
    return new StreamMessage(
        feed.subject(), each.position().seq(), each.at(), Map.of(), each.payload().getBytes());
  }

  private void wakeReaders(Outcome outcome) {
    if (outcome.replayed() > 0) {
      wakeupNotifier.wake(Feeds.TOPIC);
    }
  }

  /** Columns may have no partition for a time of which nothing could be read before. */
  private Future<Void> room(Feed feed, Map<StreamPosition, DecodedMessage> readable) {
    List<TimeRange> known = new ArrayList<>();
    Future<Void> made = Future.succeededFuture();
    for (DecodedMessage decodedMessage : readable.values()) {
      made = made.compose(done -> room(feed, decodedMessage.message().at(), known));
    }
    return made;
  }

  private Future<Void> room(Feed feed, Instant at, List<TimeRange> known) {
    return known.stream().anyMatch(each -> each.covers(at))
        ? Future.succeededFuture()
        : partitions
            .covering("feeds", feed.definition().table(), at)
            .onSuccess(known::addFirst)
            .mapEmpty();
  }

  private Future<Outcome> number(Feed feed, Map<StreamPosition, DecodedMessage> readable) {
    return readable.isEmpty()
        ? Future.succeededFuture(Outcome.NOTHING)
        : store
            .replay(feed, readable)
            .map(replayed -> new Outcome(replayed, 0, Optional.empty()))
            .recover(cause -> halves(feed, readable, cause));
  }

  /** PostgreSQL refuses the values of one of them: the others must not wait for it. */
  private Future<Outcome> halves(
      Feed feed, Map<StreamPosition, DecodedMessage> readable, Throwable cause) {
    if (DatabaseFailure.of(cause) != DatabaseFailure.DATA || Partitions.missing(cause)) {
      return Future.failedFuture(cause);
    }
    if (readable.size() == 1) {
      return Future.succeededFuture(new Outcome(0, 1, Optional.empty()));
    }
    List<StreamPosition> spots = List.copyOf(readable.keySet());
    int half = spots.size() / 2;
    return number(feed, part(readable, spots.subList(0, half)))
        .compose(
            first ->
                number(feed, part(readable, spots.subList(half, spots.size()))).map(first::plus));
  }

  private static Map<StreamPosition, DecodedMessage> part(
      Map<StreamPosition, DecodedMessage> all, List<StreamPosition> spots) {
    Map<StreamPosition, DecodedMessage> part = new LinkedHashMap<>(all);
    part.keySet().retainAll(Set.copyOf(spots));
    return part;
  }
}

package io.foyer.feeds;

import io.foyer.platform.db.ConcurrencyLimiter;
import io.foyer.platform.socket.WebSocketConnection;
import io.foyer.platform.web.Caller;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells sockets of this node what is written in feeds, from committed rows. Safe for use by many
 * threads. A {@link LiveVerticle} has to wake it.
 */
public final class LiveFeeds implements FeedSeats {
  private final List<Definition> definitions;
  private final FeedQueries queries;
  private final Duration patience;
  private final LiveMeters meters;
  private final ConcurrencyLimiter concurrencyLimiter = new ConcurrencyLimiter();
  private final Map<String, FeedStream> streams = new ConcurrentHashMap<>();

  LiveFeeds(
      List<Definition> definitions,
      FeedQueries queries,
      Duration patience,
      MeterRegistry registry) {
    this.definitions = List.copyOf(definitions);
    this.queries = queries;
    this.patience = patience;
    this.meters = new LiveMeters(registry, this::followers);
  }

  private int followers() {
    return streams.values().stream().mapToInt(stream -> stream.followers().size()).sum();
  }

  @Override
  public FeedSeat sit(Caller caller, WebSocketConnection socket, FeedWire wire) {
    return new LiveSeat(this, caller, socket, wire);
  }

  /** Empty where there is no such feed, or he may not read it. */
  Optional<Follower> join(
      Caller caller, String subject, WebSocketConnection socket, FeedWire wire) {
    return definitions.stream()
        .filter(each -> each.subject().equals(subject) && each.feedAcl().allow(caller))
        .findFirst()
        .map(definition -> join(definition, socket, wire));
  }

  private Follower join(Definition definition, WebSocketConnection socket, FeedWire wire) {
    Follower[] made = new Follower[1];
    streams.compute(
        definition.subject(),
        (subject, known) -> {
          FeedStream stream =
              known == null
                  ? new FeedStream(definition, queries, concurrencyLimiter, meters)
                  : known;
          made[0] = new Follower(stream, socket, wire, meters);
          stream.add(made[0]);
          return stream;
        });
    return made[0];
  }

  void leave(String subject, Follower follower) {
    follower.close();
    streams.computeIfPresent(
        subject,
        (name, stream) -> {
          if (!stream.equals(follower.stream()) || !stream.without(follower)) {
            return stream;
          }
          stream.close();
          return null;
        });
  }

  /** Something may have been written. */
  void refresh() {
    streams.values().forEach(FeedStream::refresh);
  }

  /** Each second: hints may get lost, readings fail, and readers cease to read. */
  void sweep() {
    refresh();
    for (FeedStream stream : streams.values()) {
      for (Follower follower : stream.followers()) {
        follower.socket().execute(() -> follower.look(patience));
      }
    }
  }
}

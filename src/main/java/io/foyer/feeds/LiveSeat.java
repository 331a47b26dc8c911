package io.foyer.feeds;

import io.foyer.platform.socket.EventLoopTask;
import io.foyer.platform.socket.WebSocketConnection;
import io.foyer.platform.web.Caller;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A connection's followers, by subject. */
final class LiveSeat implements FeedSeat {
  private final LiveFeeds live;
  private final Caller caller;
  private final WebSocketConnection socket;
  private final FeedWire wire;
  private final Map<String, Follower> followers = new HashMap<>(2);
  private boolean closed;

  LiveSeat(LiveFeeds live, Caller caller, WebSocketConnection socket, FeedWire wire) {
    this.live = live;
    this.caller = caller;
    this.socket = socket;
    this.wire = wire;
  }

  @Override
  public Future<Long> follow(String subject, OptionalLong after) {
    Follower known = followers.get(subject);
    if (known != null) {
      return known.begun();
    }
    Optional<Follower> joined =
        closed ? Optional.empty() : live.join(caller, subject, socket, wire);
    if (joined.isEmpty()) {
      return Future.failedFuture(FeedSeat.unknown());
    }
    Follower follower = joined.get();
    followers.put(subject, follower);
    Future<Long> begun =
        follower.stream()
            .opened(after)
            .transform(
                from ->
                    EventLoopTask.of(
                        socket,
                        () ->
                            from.succeeded()
                                ? follower.begin(from.result())
                                : giveUp(subject, follower, from.cause())));
    follower.begun(begun);
    return begun;
  }

  private Future<Long> giveUp(String subject, Follower follower, Throwable cause) {
    if (followers.remove(subject, follower)) {
      live.leave(subject, follower);
    }
    return Future.failedFuture(cause);
  }

  @Override
  public void unfollow(String subject) {
    Follower follower = followers.remove(subject);
    if (follower != null) {
      live.leave(subject, follower);
    }
  }

  @Override
  public void writable() {
    followers.values().forEach(Follower::pull);
  }

  @Override
  public void close() {
    closed = true;
    followers.forEach((subject, follower) -> live.leave(subject, follower));
    followers.clear();
  }
}

package io.foyer.feeds;

import io.foyer.platform.Problem;
import io.vertx.core.Future;
import java.util.OptionalLong;

/** The feeds that one connection follows. Belongs to the event loop of its socket. */
public interface FeedSeat {
  /** Where there are no feeds. */
  FeedSeat NONE =
      new FeedSeat() {
        @Override
        public Future<Long> follow(String subject, OptionalLong after) {
          return Future.failedFuture(unknown());
        }

        @Override
        public void unfollow(String subject) {
          // nothing is followed
        }

        @Override
        public void writable() {
          // nothing waits
        }

        @Override
        public void close() {
          // nothing is open
        }
      };

  /**
   * Follows a feed: every message after {@code after}, then what comes, each once and in order, by
   * the seat's {@link FeedWire}.
   *
   * @param after the last number the client has; empty for what comes from now on
   * @return the number it begins after, before any message is sent: a greater one than was asked
   *     for where older messages are no longer kept, a smaller one where it was never reached.
   *     Fails with {@code Problem.NotFound} for whoever may not read it
   */
  Future<Long> follow(String subject, OptionalLong after);

  /** Follows it no more. */
  void unfollow(String subject);

  /** There is room again behind the socket. */
  void writable();

  /** The socket is closed. */
  void close();

  /** The answer also to whoever may not read it. */
  static RuntimeException unknown() {
    return new Problem.NotFound("There is no such feed.").asException();
  }
}

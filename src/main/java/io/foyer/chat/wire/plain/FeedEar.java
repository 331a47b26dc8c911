package io.foyer.chat.wire.plain;

import io.foyer.feeds.FeedSeat;
import io.vertx.core.Future;
import java.util.OptionalLong;

/** Listens to one feed. */
final class FeedEar implements Ear {
  private final FeedSeat seat;
  private final String subject;
  private final OptionalLong after;

  FeedEar(FeedSeat seat, String subject, OptionalLong after) {
    this.seat = seat;
    this.subject = subject;
    this.after = after;
  }

  @Override
  public Future<Long> open() {
    return seat.follow(subject, after);
  }

  @Override
  public void writable() {
    seat.writable();
  }

  @Override
  public void close() {
    seat.close();
  }
}

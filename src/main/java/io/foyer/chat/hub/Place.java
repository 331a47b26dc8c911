package io.foyer.chat.hub;

import io.foyer.chat.ChatEvent;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** A seat in one room: the number it has reached. Belongs to the event loop of its row. */
final class Place {
  /** Not begun: whether he may, and where, is being asked. */
  static final long PENDING = Long.MAX_VALUE;

  private final HubSeat seat;
  private final Row row;
  private long at = PENDING;
  private long since;
  private int index = -1;
  private boolean waiting;
  private boolean people;
  private boolean disturbed;
  private @Nullable Future<Long> begun;

  Place(HubSeat seat, Row row) {
    this.seat = seat;
    this.row = row;
  }

  HubSeat seat() {
    return seat;
  }

  Row row() {
    return row;
  }

  String room() {
    return row.room();
  }

  long at() {
    return at;
  }

  void reach(long number) {
    at = number;
  }

  /** It begins after {@code number}, for somebody who came by the event {@code joined}. */
  void begin(long number, long joined) {
    at = number;
    since = joined;
  }

  /** Whether an event ends this stay; an earlier departure is history to who has come back. */
  boolean endsWith(ChatEvent event) {
    return event.seq() > since && event.takesOut(seat.account());
  }

  boolean active() {
    return at != PENDING && !gone();
  }

  /** Where it stands in its row; the row's affair. */
  int index() {
    return index;
  }

  void index(int place) {
    index = place;
  }

  /** Whether it was given up. */
  boolean gone() {
    return index < 0;
  }

  /** Whether a page of the log is being read for it. */
  boolean waiting() {
    return waiting;
  }

  void waiting(boolean waits) {
    waiting = waits;
  }

  /** Whether it hears who comes online. */
  boolean people() {
    return people;
  }

  void people(boolean hears) {
    people = hears;
  }

  /** The person ceased to be a member while it was being asked whether he is one. */
  void disturb() {
    disturbed = true;
  }

  boolean takeDisturbance() {
    boolean was = disturbed;
    disturbed = false;
    return was;
  }

  /** What the first to ask was promised, until it has begun. */
  Future<Long> begun() {
    Future<Long> promised = begun;
    return promised == null ? Future.succeededFuture(at) : promised;
  }

  void begun(@Nullable Future<Long> promised) {
    begun = promised;
  }
}

package io.foyer.chat.hub;

import io.foyer.chat.ChatEvent;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The places of one room on one event loop, in one wire. Belongs to that loop, but for {@link
 * #signal}, {@link #wake}, {@link #tell} and {@link #reached}.
 *
 * <p>Whoever stands where the row stands is given what the row is given. Whoever does not is
 * behind: his socket is full (then {@link Loop} knows his seat), or he waits for a page of the log.
 */
final class Row {
  private final RoomStream stream;
  private final Loop loop;
  private final Wire wire;
  private final HubMeters meters;
  private final AtomicBoolean signalled = new AtomicBoolean();
  private final Runnable pull = this::pull;
  private Place[] places = new Place[2];
  private int size;
  private List<Place> waiting = new ArrayList<>(0);
  private volatile long reached;

  Row(RoomStream stream, Loop loop, Wire wire, HubMeters meters, long reached) {
    this.stream = stream;
    this.loop = loop;
    this.wire = wire;
    this.meters = meters;
    this.reached = reached;
  }

  String room() {
    return stream.room();
  }

  RoomStream stream() {
    return stream;
  }

  boolean serves(Loop someLoop, Wire someWire) {
    return loop.equals(someLoop) && wire.equals(someWire);
  }

  /** The number it has taken from its stream. */
  long reached() {
    return reached;
  }

  /** Once the room's number is known; nobody's place has begun before. */
  void settle() {
    if (reached < 0) {
      reached = stream.begun();
    }
  }

  // Places.

  Place add(HubSeat seat) {
    Place place = new Place(seat, this);
    if (size == places.length) {
      places = Arrays.copyOf(places, size * 2);
    }
    place.index(size);
    places[size++] = place;
    return place;
  }

  /** The last one takes its place, so a walk from the end to the front meets everybody. */
  void remove(Place place) {
    if (place.gone()) {
      return;
    }
    Place last = places[--size];
    places[place.index()] = last;
    last.index(place.index());
    Arrays.fill(places, size, size + 1, null);
    place.index(-1);
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  // What is new.

  /** Something follows; from any thread. Several of these before its turn cost one pull. */
  void signal() {
    if (!signalled.getAndSet(true)) {
      loop.execute(pull);
    }
  }

  private void pull() {
    signalled.set(false);
    settle();
    if (reached < 0 || size == 0) {
      return;
    }
    Optional<Piece> next = stream.after(reached, wire);
    while (next.isPresent()) {
      deliver(next.get());
      next = stream.after(reached, wire);
    }
    long head = stream.reached();
    if (reached < head) { // this loop was so late that the ring has forgotten: read it like others
      reached = head;
      feedAll();
    }
  }

  private void deliver(Piece piece) {
    long from = reached;
    long last = piece.last();
    ByteBuf frames = piece.frames();
    ChatEvent departure = piece.departure().orElse(null);
    reached = last;
    int sent = 0;
    for (int i = size - 1; i >= 0; i--) {
      if (i < size) {
        Place place = places[i];
        if (place.at() == from && place.seat().ready()) {
          place.seat().send(frames.retainedDuplicate());
          place.reach(last);
          sent++;
        } else if (place.at() > from && place.at() < last) {
          feed(place);
        }
        if (departure != null) {
          depart(place, departure, last);
        }
      }
    }
    frames.release();
    meters.delivered(sent, piece.events());
  }

  private void depart(Place place, ChatEvent departure, long last) {
    if (!place.endsWith(departure)) {
      return;
    }
    if (place.at() == Place.PENDING) {
      place.disturb();
    } else if (place.at() == last && !place.gone()) {
      place.seat().ended(place, departure);
    }
  }

  private void feedAll() {
    for (int i = size - 1; i >= 0; i--) {
      if (i < size && places[i].at() == Place.PENDING) {
        places[i].disturb(); // he may have been taken out in what was not seen
      } else if (i < size) {
        feed(places[i]);
      }
    }
  }

  // Those who are behind.

  /** Gives a place that is behind what its socket takes. */
  void feed(Place place) {
    boolean more = true;
    while (more && !place.gone() && !place.waiting() && place.at() < reached) {
      more = place.seat().ready() && step(place);
    }
  }

  private boolean step(Place place) {
    Optional<Piece> next = stream.afterOrPage(place.at(), wire);
    if (next.isEmpty()) {
      place.waiting(true);
      waiting.add(place);
      stream.wanted(place.at(), this);
      return false;
    }
    Piece piece = next.get();
    long from = place.at();
    place.reach(piece.last());
    place.seat().send(piece.frames());
    meters.caughtUp(piece.events());
    Optional<ChatEvent> out = piece.departure().filter(it -> it.seq() > from && place.endsWith(it));
    if (out.isPresent() && !place.gone()) {
      place.seat().ended(place, out.get());
    }
    return out.isEmpty();
  }

  /** A page was read, or it is time to ask again; from any thread. */
  void wake() {
    loop.execute(this::resume);
  }

  private void resume() {
    List<Place> again = waiting;
    waiting = new ArrayList<>(0);
    for (Place place : again) {
      place.waiting(false);
      feed(place);
    }
  }

  // What is said once and not kept.

  /**
   * Tells those whom {@code whom} chooses, now; from any thread.
   *
   * @param frames released by this
   */
  void tell(ByteBuf frames, Predicate<Place> whom) {
    loop.execute(() -> tellNow(frames, whom));
  }

  private void tellNow(ByteBuf frames, Predicate<Place> whom) {
    for (int i = size - 1; i >= 0; i--) {
      @Nullable Place place = i < size ? places[i] : null;
      if (place != null && place.active() && whom.test(place)) {
        place.seat().send(frames.retainedDuplicate());
      }
    }
    frames.release();
  }

  Wire wire() {
    return wire;
  }
}

package io.foyer.chat.hub;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.Membership;
import io.foyer.platform.Problem;
import io.foyer.platform.socket.EventLoopTask;
import io.foyer.platform.socket.WebSocketConnection;
import io.foyer.platform.web.Caller;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection's places in rooms. */
final class HubSeat implements Seat {
  private static final Logger log = LoggerFactory.getLogger(HubSeat.class);
  private static final int SILENT = 4008;

  private final SeatNeeds needs;
  private final Caller caller;
  private final WebSocketConnection socket;
  private final Wire wire;
  private final SeatListener listener;
  private final Loop loop;
  private final List<Place> places = new ArrayList<>(1);
  private Set<String> missed = Set.of();
  private long bulletin;
  private long fullSince;
  private boolean full;
  private boolean listed;
  private boolean away;
  private boolean news;
  private boolean closed;

  HubSeat(
      SeatNeeds needs,
      Loop loop,
      Caller caller,
      WebSocketConnection socket,
      Wire wire,
      SeatListener listener) {
    this.needs = needs;
    this.loop = loop;
    this.caller = caller;
    this.socket = socket;
    this.wire = wire;
    this.listener = listener;
  }

  Loop loop() {
    return loop;
  }

  Wire wire() {
    return wire;
  }

  String account() {
    return caller.account();
  }

  // Rooms.

  @Override
  public Future<Long> watch(String room, OptionalLong after) {
    if (closed) {
      return Future.failedFuture(notWatched());
    }
    Optional<Place> known = place(room);
    if (known.isPresent()) {
      return known.get().begun();
    }
    Place place = needs.streams().place(room, this);
    places.add(place);
    Future<Long> begun =
        begin(place, after).recover(cause -> EventLoopTask.of(socket, () -> giveUp(place, cause)));
    if (!begun.isComplete()) {
      place.begun(begun);
    }
    return begun;
  }

  /**
   * Whether he may is asked last: who is taken out after that is taken out by an event that comes
   * after the number that is known.
   */
  private Future<Long> begin(Place place, OptionalLong after) {
    return head(place, after)
        .compose(
            head ->
                needs
                    .admission()
                    .of(caller, place.room())
                    .compose(
                        stay -> EventLoopTask.of(socket, () -> begin(place, after, stay, head))));
  }

  /** The room's newest number; asked anew for whoever says that he knows more than this node. */
  private Future<Long> head(Place place, OptionalLong after) {
    String room = place.room();
    return here(place.row().stream().opened())
        .compose(
            reached ->
                after.orElse(0) <= reached
                    ? Future.succeededFuture(reached)
                    : needs
                        .log()
                        .latestSeqs(List.of(room))
                        .map(it -> it.getOrDefault(room, reached)));
  }

  private Future<Long> begin(
      Place place, OptionalLong after, Optional<Membership> stay, long head) {
    if (place.gone() || stay.isEmpty()) {
      return Future.failedFuture(notWatched());
    }
    if (place.takeDisturbance()) {
      return begin(place, after);
    }
    Row row = place.row();
    row.settle();
    long asked =
        after.isPresent()
            ? Math.min(after.getAsLong(), Math.max(head, row.reached()))
            : row.reached();
    place.begin(Math.max(Math.max(asked, stay.get().from() - 1), 0), stay.get().since());
    place.begun(null);
    socket.execute(() -> row.feed(place)); // in a later turn: the caller hears the number first
    return Future.succeededFuture(place.at());
  }

  /**
   * What others asked for as well may come on the event loop of whoever asked first; from here on
   * it is on this seat's own.
   */
  private <T> Future<T> here(Future<T> shared) {
    return EventLoopTask.of(
        when -> shared.onComplete(done -> socket.execute(when)),
        () ->
            shared.succeeded()
                ? Future.succeededFuture(shared.result())
                : Future.failedFuture(shared.cause()));
  }

  private Future<Long> giveUp(Place place, Throwable cause) {
    drop(place);
    return Future.failedFuture(cause);
  }

  private static Throwable notWatched() {
    return new Problem.NotFound("No such room").asException();
  }

  @Override
  public void unwatch(String room) {
    place(room).ifPresent(this::drop);
  }

  private void drop(Place place) {
    if (!place.gone()) {
      if (place.people()) {
        needs.people().unwatch(place.room());
      }
      places.remove(place);
      if (places.stream().noneMatch(Place::people)) {
        missed = Set.of(); // of people whom it may no longer hear of
      }
      needs.streams().leave(place);
    }
  }

  /**
   * The last event was sent to a place.
   *
   * @param event why it is the last
   */
  void ended(Place place, ChatEvent event) {
    drop(place);
    try {
      listener.left(event);
      needs.joins().after(event).ifPresent(listener::joined);
    } catch (RuntimeException cause) {
      log.atError().addKeyValue("room", event.room()).setCause(cause).log("listener failed");
    }
  }

  /** The account came into a room; from any thread. */
  void joined(ChatEvent event) {
    socket.execute(
        () -> {
          if (!closed) {
            listener.joined(event);
          }
        });
  }

  @Override
  public List<String> rooms() {
    return places.stream().map(Place::room).toList();
  }

  private Optional<Place> place(String room) {
    for (Place place : places) {
      if (place.room().equals(room)) {
        return Optional.of(place);
      }
    }
    return Optional.empty();
  }

  // Its socket.

  void send(ByteBuf frames) {
    socket.send(frames);
  }

  boolean open() {
    return !closed && socket.writable();
  }

  /** Whether it takes more; if not, it is remembered that something waits. */
  boolean ready() {
    if (open()) {
      return true;
    }
    if (!closed && !full) {
      full = true;
      fullSince = needs.nanos().getAsLong();
      needs.meters().slow();
      list();
    }
    return false;
  }

  private void list() {
    if (!listed) {
      listed = true;
      loop.full(this);
    }
  }

  void writable() {
    full = false;
    sendMissed();
    for (int i = places.size() - 1; i >= 0; i--) {
      if (i < places.size()) {
        Place place = places.get(i);
        place.row().feed(place);
      }
    }
  }

  /** Each second while something waits. */
  void look() {
    listed = false;
    if (closed || !full) {
      return;
    }
    if (socket.writable()) {
      writable();
    } else if (needs.nanos().getAsLong() - fullSince > needs.patience().toNanos()) {
      needs.meters().silent();
      socket.close(SILENT, "nothing was taken for too long");
      close();
    } else {
      list();
    }
  }

  // People.

  @Override
  public Future<Map<String, Presence>> people(String room) {
    Optional<Place> place = place(room).filter(Place::active);
    if (place.isEmpty()) {
      return Future.failedFuture(notWatched());
    }
    if (!place.get().people()) {
      place.get().people(true);
      needs.people().watch(room);
    }
    return here(needs.people().members(room, needs.log()))
        .compose(
            members ->
                EventLoopTask.of(
                    when -> needs.people().whenTold(members, () -> socket.execute(when)),
                    () -> among(place.get(), members)));
  }

  /** He may have been taken out while it was being asked. */
  private Future<Map<String, Presence>> among(Place place, Set<String> members) {
    return place.active()
        ? Future.succeededFuture(needs.people().among(members))
        : Future.failedFuture(notWatched());
  }

  /**
   * Whether it is to hear a bulletin: not if it heard it in another room, and not now if its socket
   * is full; then it hears what is true when there is room again.
   */
  boolean hears(long number, List<String> accounts) {
    if (closed || bulletin == number) {
      return false;
    }
    bulletin = number;
    if (ready()) {
      return true;
    }
    if (missed.isEmpty()) {
      missed = new HashSet<>();
    }
    missed.addAll(accounts);
    return false;
  }

  private void sendMissed() {
    for (Iterator<String> it = missed.iterator(); it.hasNext() && open(); ) {
      String account = it.next();
      it.remove();
      socket.send(wire.presence(account, needs.people().of(account)));
    }
  }

  @Override
  public void typing(String room, boolean typing) {
    if (place(room).filter(Place::active).isPresent() && !account().isEmpty()) {
      needs.typing().here(room, account(), typing);
    }
  }

  @Override
  public void away(boolean isAway) {
    if (!closed && away != isAway) {
      away = isAway;
      needs.people().away(account(), isAway);
    }
  }

  @Override
  public void news(boolean wanted) {
    news = wanted;
  }

  /** Whether it is to be told what is not kept for later. */
  boolean hearsNews() {
    return news && open();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    List.copyOf(places).forEach(this::drop);
    needs.seats().remove(this);
    needs.people().depart(account(), away);
    needs.meters().stood();
  }
}

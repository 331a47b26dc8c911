package io.foyer.chat.wire.bridge;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.RoomAvailable;
import io.foyer.chat.hub.Hub;
import io.foyer.chat.hub.Presence;
import io.foyer.chat.hub.Seat;
import io.foyer.chat.hub.SeatListener;
import io.foyer.chat.hub.Wire;
import io.foyer.platform.Problem;
import io.foyer.platform.socket.WebSocketConnection;
import io.foyer.platform.web.Caller;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A hub whose rooms are open to everybody but those that are closed; without a log below it. */
final class FakeHub implements Hub {
  private final Set<String> closedRooms = new HashSet<>();
  private final List<FakeSeat> seats = new CopyOnWriteArrayList<>();

  /** Somebody's place. */
  static final class FakeSeat implements Seat {
    private final Set<String> closedRooms;
    private final Caller caller;
    private final WebSocketConnection socket;
    private final Wire wire;
    private final SeatListener listener;
    private final Map<String, OptionalLong> watched = new HashMap<>();
    private final List<String> told = new ArrayList<>();
    private final List<Promise<Map<String, Presence>>> people = new ArrayList<>();
    private Optional<List<Promise<Long>>> slow = Optional.empty();
    private boolean closed;
    private boolean news;

    FakeSeat(
        Set<String> closedRooms,
        Caller caller,
        WebSocketConnection socket,
        Wire wire,
        SeatListener listener) {
      this.closedRooms = closedRooms;
      this.caller = caller;
      this.socket = socket;
      this.wire = wire;
      this.listener = listener;
    }

    @Override
    public Future<Long> watch(String room, OptionalLong after) {
      if (closedRooms.contains(room)) {
        return Future.failedFuture(new Problem.NotFound("There is no such room.").asException());
      }
      watched.put(room, after);
      if (slow.isPresent()) {
        Promise<Long> asked = Promise.promise();
        slow.get().add(asked);
        return asked.future();
      }
      return Future.succeededFuture(after.orElse(7));
    }

    @Override
    public void unwatch(String room) {
      watched.remove(room);
    }

    @Override
    public Future<Map<String, Presence>> people(String room) {
      Promise<Map<String, Presence>> asked = Promise.promise();
      people.add(asked);
      return asked.future();
    }

    /** The people that were asked for. */
    List<Promise<Map<String, Presence>>> people() {
      return people;
    }

    @Override
    public void typing(String room, boolean typing) {
      told.add("typing " + room + " " + typing);
    }

    @Override
    public void away(boolean away) {
      told.add("away " + away);
    }

    @Override
    public void news(boolean wanted) {
      news = wanted;
    }

    @Override
    public List<String> rooms() {
      return List.copyOf(watched.keySet());
    }

    @Override
    public void close() {
      closed = true;
    }

    /** From now on rooms are watched when the test says so; gives the list of those asked for. */
    List<Promise<Long>> slow() {
      List<Promise<Long>> asked = new ArrayList<>();
      slow = Optional.of(asked);
      return asked;
    }

    boolean isClosed() {
      return closed;
    }

    Map<String, OptionalLong> watched() {
      return Map.copyOf(watched);
    }

    SeatListener listener() {
      return listener;
    }

    List<String> told() {
      return List.copyOf(told);
    }

    Caller caller() {
      return caller;
    }
  }

  void closeRoom(String room) {
    closedRooms.add(room);
  }

  @Override
  public Seat sit(Caller caller, WebSocketConnection socket, Wire wire, SeatListener listener) {
    FakeSeat seat = new FakeSeat(closedRooms, caller, socket, wire, listener);
    seats.add(seat);
    return seat;
  }

  @Override
  public void writable(Seat seat) {}

  @Override
  public void committed(List<ChatEvent> events) {
    String room = events.getFirst().room();
    seats.stream()
        .filter(seat -> !seat.closed && seat.watched.containsKey(room))
        .forEach(seat -> seat.socket.execute(() -> seat.socket.send(seat.wire.events(events))));
  }

  @Override
  public void opened(RoomAvailable news) {
    seats.stream()
        .filter(seat -> !seat.closed && seat.news)
        .forEach(
            seat -> seat.socket.execute(() -> seat.socket.send(seat.wire.rooms(List.of(news)))));
  }

  List<FakeSeat> seats() {
    return List.copyOf(seats);
  }
}

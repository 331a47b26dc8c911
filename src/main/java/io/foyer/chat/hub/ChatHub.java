package io.foyer.chat.hub;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.ChatLog;
import io.foyer.chat.RoomAvailable;
import io.foyer.platform.db.ConcurrencyLimiter;
import io.foyer.platform.socket.WebSocketConnection;
import io.foyer.platform.web.Caller;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The hub of this node; {@link HubVerticle} turns its clockwork and ties it to other nodes. */
public final class ChatHub implements Hub {
  private static final int HEADS = 1_000;

  private final ChatLog log;
  private final LongSupplier nanos;
  private final Supplier<Object> here;
  private final Map<Object, Loop> loops = new ConcurrentHashMap<>();
  private final Seats seats = new Seats();
  private final NewRooms newRooms = new NewRooms(seats);
  private final People people = new People();
  private final AtomicLong bulletins = new AtomicLong();
  private final RoomStreams streams;
  private final Typing typing;
  private final Joins joins;
  private final SeatNeeds needs;
  private volatile Neighbours neighbours = new NoNeighbours();

  /**
   * A hub on the real clock.
   *
   * @param patience how long a socket may take nothing while something waits for it
   */
  public static ChatHub on(
      Vertx vertx, ChatLog log, Admission admission, Duration patience, MeterRegistry registry) {
    Later later = (millis, action) -> vertx.setTimer(millis, id -> action.run());
    // An event loop is one thread.
    return new ChatHub(
        log, admission, patience, registry, later, System::nanoTime, Thread::currentThread);
  }

  ChatHub(
      ChatLog log,
      Admission admission,
      Duration patience,
      MeterRegistry registry,
      Later later,
      LongSupplier nanos,
      Supplier<Object> here) {
    this.log = log;
    this.nanos = nanos;
    this.here = here;
    HubMeters meters = new HubMeters(registry);
    this.streams =
        new RoomStreams(new HubNeeds(log, new ConcurrencyLimiter(), later, people, meters));
    this.typing = new Typing(nanos);
    this.joins = new Joins(log, seats);
    this.needs =
        new SeatNeeds(
            log, admission, streams, seats, joins, people, typing, meters, patience, nanos);
    meters.rooms(streams::size, streams::places);
  }

  void meet(Neighbours others) {
    neighbours = others;
  }

  @Override
  public Seat sit(Caller caller, WebSocketConnection socket, Wire wire, SeatListener listener) {
    Loop loop = loops.computeIfAbsent(here.get(), it -> new Loop(socket::execute));
    HubSeat seat = new HubSeat(needs, loop, caller, socket, wire, listener);
    seats.add(seat);
    people.arrive(caller.account());
    needs.meters().sat();
    return seat;
  }

  @Override
  public void writable(Seat seat) {
    if (seat instanceof HubSeat ours) {
      ours.writable();
    }
  }

  // Events.

  @Override
  public void committed(List<ChatEvent> events) {
    int begin = 0;
    for (int i = 1; i <= events.size(); i++) {
      ChatEvent first = events.get(begin);
      if (i == events.size() || !events.get(i).room().equals(first.room())) {
        List<ChatEvent> ofOneRoom = events.subList(begin, i);
        heard(ofOneRoom);
        neighbours.committed(ofOneRoom);
        begin = i;
      }
    }
  }

  /** Events of one room, from wherever. */
  void heard(List<ChatEvent> events) {
    streams.find(events.getFirst().room()).ifPresent(it -> it.offer(events));
    events.forEach(joins::heard);
  }

  /** A room has reached a number, somewhere. */
  void heard(String room, long number) {
    streams.find(room).ifPresent(it -> it.head(number));
  }

  @Override
  public void opened(RoomAvailable news) {
    heard(news);
    neighbours.opened(news);
  }

  /** A room can be come into, says some node. */
  void heard(RoomAvailable news) {
    newRooms.heard(news);
  }

  // The clockwork.

  /** Asks the log what no hint has brought. */
  Future<Void> sweep() {
    if (seats.isEmpty()) {
      joins.rest();
      return Future.succeededFuture();
    }
    List<String> rooms = streams.all().stream().map(RoomStream::room).toList();
    streams.all().forEach(RoomStream::sweep);
    return heads(rooms, 0).compose(done -> joins.sweep());
  }

  private Future<Void> heads(List<String> rooms, int from) {
    if (from >= rooms.size()) {
      return Future.succeededFuture();
    }
    int to = Math.min(rooms.size(), from + HEADS);
    return log.latestSeqs(rooms.subList(from, to))
        .compose(
            heads -> {
              heads.forEach(this::heard);
              return heads(rooms, to);
            });
  }

  /** Each second: looks after sockets that take nothing. */
  void look() {
    loops.values().forEach(Loop::look);
  }

  /** Tells who came and went since the last time. */
  void tellPeople() {
    People.Turn turn = people.turn(nanos.getAsLong());
    if (!turn.changes().isEmpty()) {
      neighbours.people(turn.number(), turn.changes());
    }
    // Many come and go together, in the same rooms: one buffer for all of them.
    turn.news().stream()
        .collect(Collectors.groupingBy(People.News::rooms, LinkedHashMap::new, Collectors.toList()))
        .forEach(this::tell);
    people.told().forEach(Runnable::run);
  }

  private void tell(Set<String> rooms, List<People.News> news) {
    long bulletin = bulletins.incrementAndGet();
    List<String> accounts = news.stream().map(People.News::account).toList();
    Map<Wire, ByteBuf> frames = new HashMap<>();
    for (String room : rooms) {
      streams
          .find(room)
          .ifPresent(
              stream ->
                  tell(
                      stream,
                      wire -> frames.computeIfAbsent(wire, it -> frames(it, news)),
                      it -> it.people() && it.seat().hears(bulletin, accounts)));
    }
    frames.values().forEach(ByteBuf::release);
  }

  private static ByteBuf frames(Wire wire, List<People.News> news) {
    ByteBuf all = ByteBufAllocator.DEFAULT.directBuffer();
    for (People.News each : news) {
      ByteBuf frame = wire.presence(each.account(), each.presence());
      all.writeBytes(frame);
      frame.release();
    }
    return all;
  }

  private static void tell(RoomStream stream, Frames frames, Predicate<Place> whom) {
    for (Row row : stream.rows()) {
      row.tell(frames.in(row.wire()).retain(), whom);
    }
  }

  /** Tells which rooms can be come into since the last time. */
  void tellRooms() {
    newRooms.tell();
  }

  /** What is to be said, in each wire. */
  private interface Frames {
    ByteBuf in(Wire wire);
  }

  /** Tells who began to write, and who no longer does. */
  void tellTyping() {
    for (Typing.News news : typing.turn()) {
      if (news.elsewhere()) {
        neighbours.typing(news.who(), news.typing());
      }
      if (news.here()) {
        streams.find(news.who().room()).ifPresent(it -> tell(it, news));
      }
    }
  }

  private static void tell(RoomStream stream, Typing.News news) {
    Typing.Who who = news.who();
    Map<Wire, ByteBuf> frames = new HashMap<>();
    tell(
        stream,
        wire ->
            frames.computeIfAbsent(wire, it -> it.typing(who.room(), who.account(), news.typing())),
        it -> it.seat().open() && !it.seat().account().equals(who.account()));
    frames.values().forEach(ByteBuf::release);
  }

  People people() {
    return people;
  }

  Typing typing() {
    return typing;
  }

  void close() {
    streams.close();
  }
}

package io.foyer.chat.hub;

import io.foyer.chat.ChatAccess;
import io.foyer.chat.ChatEvent;
import io.foyer.chat.RoomAvailable;
import io.foyer.platform.web.Caller;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A hub whose event loops, log, clock and neighbours belong to the test. */
final class HubFixture {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final FakeLog log = new FakeLog();
  private final WordWire wire = new WordWire();
  private final List<FakeLoop> loops = List.of(new FakeLoop(), new FakeLoop());
  private final List<Runnable> timers = new ArrayList<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ChatHub hub;
  private FakeLoop here = loops.getFirst();
  private long nanos;

  HubFixture() {
    hub =
        new ChatHub(
            log,
            (caller, room) -> log.member(room, caller.account()),
            PATIENCE,
            registry,
            (millis, action) -> timers.add(action),
            () -> nanos,
            () -> here);
  }

  /** A connection and what it heard. */
  record Guest(Seat seat, FakeHubSocket socket, List<ChatEvent> joined, List<ChatEvent> left) {}

  ChatHub hub() {
    return hub;
  }

  FakeLog log() {
    return log;
  }

  WordWire wire() {
    return wire;
  }

  List<FakeLoop> loops() {
    return loops;
  }

  List<Runnable> timers() {
    return timers;
  }

  double count(String meter) {
    return registry.get(meter).counter().count();
  }

  void pass(Duration time) {
    nanos += time.toNanos();
  }

  Guest guest(String account, int loop) {
    here = loops.get(loop);
    FakeHubSocket socket = new FakeHubSocket(here);
    List<ChatEvent> joined = new ArrayList<>();
    List<ChatEvent> left = new ArrayList<>();
    Caller caller = new Caller(account, account, Caller.Role.USER, Optional.empty());
    Seat seat =
        hub.sit(
            caller,
            socket,
            wire,
            new SeatListener() {
              @Override
              public void joined(ChatEvent event) {
                joined.add(event);
              }

              @Override
              public void left(ChatEvent event) {
                left.add(event);
              }
            });
    return new Guest(seat, socket, joined, left);
  }

  /** Commits messages, and says so. */
  void say(String room, int count) {
    hub.committed(log.commit(room, ChatEvent.Kind.MESSAGE, "ann", count));
  }

  /** A room that everybody can come into. */
  static RoomAvailable open(String room) {
    return new RoomAvailable(room, room, "", "ann", ChatAccess.PUBLIC, 1, Optional.empty());
  }

  /** An invitation. */
  static RoomAvailable invited(String room, String account) {
    return new RoomAvailable(room, room, "", "ann", ChatAccess.INVITED, 1, Optional.of(account));
  }

  void join(String room, String account) {
    hub.committed(log.commit(room, ChatEvent.Kind.JOIN, account, 1));
  }

  /** There is room in a socket again. */
  void drain(Guest guest) {
    guest.socket().room(Integer.MAX_VALUE);
    guest.socket().loop().execute(() -> hub.writable(guest.seat()));
  }

  /** Until nothing more happens by itself. */
  void settle() {
    boolean busy = true;
    while (busy) {
      busy = false;
      for (FakeLoop loop : loops) {
        busy |= loop.turn();
      }
      if (!timers.isEmpty()) {
        timers.removeFirst().run();
        busy = true;
      }
      if (log.questions() > 0) {
        log.answer(0);
        busy = true;
      }
    }
  }
}

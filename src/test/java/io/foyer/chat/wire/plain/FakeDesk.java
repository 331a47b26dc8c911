package io.foyer.chat.wire.plain;

import io.foyer.accounts.AccountAuthenticator;
import io.foyer.accounts.SessionCookie;
import io.foyer.accounts.SessionService;
import io.foyer.chat.ChatEvent;
import io.foyer.chat.ChatService;
import io.foyer.chat.History;
import io.foyer.chat.RoomAvailable;
import io.foyer.chat.RoomPage;
import io.foyer.chat.hub.Hub;
import io.foyer.chat.hub.Presence;
import io.foyer.chat.hub.Seat;
import io.foyer.chat.hub.SeatListener;
import io.foyer.chat.hub.Wire;
import io.foyer.feeds.FeedSeats;
import io.foyer.platform.socket.WebSocketConnection;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import io.foyer.platform.web.Origins;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What a connection needs, without a database: pages come when the test says so. */
final class FakeDesk implements Hub {
  static final SocketGate.Known ANN =
      new SocketGate.Known(new Caller("ann", "ann", Role.USER, Optional.empty()), Optional.empty());

  private final List<Promise<History>> pages = new ArrayList<>();
  private final List<Promise<Map<String, Presence>>> people = new ArrayList<>();
  private final Desk desk;

  /**
   * A desk.
   *
   * @param bearer whom a token names
   */
  FakeDesk(Vertx vertx, Function<String, Future<Caller>> bearer) {
    Origins origins = new Origins(Optional.empty(), List.of());
    SessionService sessions = fake(SessionService.class, Map.of());
    this.desk =
        new Desk(
            vertx,
            this,
            fake(
                ChatService.class,
                Map.of(
                    "history", arguments -> page(),
                    "rooms",
                        arguments ->
                            Future.succeededFuture(new RoomPage(List.of(), Optional.empty())))),
            FeedSeats.NONE,
            new SocketGate(
                new AccountAuthenticator(
                    List.of(bearer::apply), sessions, new SessionCookie(Optional.empty()), origins),
                sessions,
                origins),
            new OpenSockets(100, new SimpleMeterRegistry()));
  }

  Desk desk() {
    return desk;
  }

  /** The pages that were asked for. */
  List<Promise<History>> pages() {
    return pages;
  }

  /** The people that were asked for. */
  List<Promise<Map<String, Presence>>> people() {
    return people;
  }

  private Future<Map<String, Presence>> who() {
    Promise<Map<String, Presence>> asked = Promise.promise();
    people.add(asked);
    return asked.future();
  }

  private Future<History> page() {
    Promise<History> asked = Promise.promise();
    pages.add(asked);
    return asked.future();
  }

  /** What is named answers so; what else is asked is an error. */
  private static <T> T fake(Class<T> type, Map<String, Function<Object[], Object>> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Function<Object[], Object> answer = answers.get(method.getName());
              if (answer == null) {
                throw new UnsupportedOperationException(method.getName());
              }
              return answer.apply(arguments == null ? new Object[0] : arguments);
            }));
  }

  @Override
  public Seat sit(Caller caller, WebSocketConnection socket, Wire wire, SeatListener listener) {
    return fake(
        Seat.class,
        Map.of(
            "rooms", arguments -> List.of(),
            "people", arguments -> who(),
            "close", arguments -> List.of()));
  }

  @Override
  public void writable(Seat seat) {}

  @Override
  public void committed(List<ChatEvent> events) {}

  @Override
  public void opened(RoomAvailable news) {}
}

package io.foyer.chat.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.chat.ChatService;
import io.foyer.chat.RoomPage;
import io.foyer.chat.hub.Presence;
import io.foyer.chat.wire.plain.OpenSockets;
import io.foyer.feeds.FeedSeats;
import io.foyer.platform.socket.NarrowSocket;
import io.foyer.platform.socket.SocketListener;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What one connection of the bridge is owed when it asks for long answers in a burst. */
class BridgeBurstTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final int BURST = 190;
  private static final int ANSWER = 150_000;
  private static final Map<String, Presence> CROWD =
      IntStream.range(0, 2_000)
          .boxed()
          .collect(Collectors.toMap("%024x"::formatted, it -> Presence.ONLINE));

  private final FakeHub hub = new FakeHub();
  private final NarrowSocket socket = new NarrowSocket();
  private final List<Promise<RoomPage>> rooms = new ArrayList<>();
  private final SocketListener ann =
      new BridgeHouse(
              VERTX,
              hub,
              FeedSeats.NONE,
              new FakeSignIn(),
              new OpenSockets(100, new SimpleMeterRegistry()),
              new ChatVerbs(chat()).all())
          .open(socket, Framing.RAW, BridgeStage.known("ann"));
  private int answered;

  @AfterAll
  static void close() {
    VERTX.close().await();
  }

  /** A chat that is asked for rooms only, and answers when the test says so. */
  private ChatService chat() {
    return (ChatService)
        Proxy.newProxyInstance(
            ChatService.class.getClassLoader(),
            new Class<?>[] {ChatService.class},
            (proxy, method, arguments) -> {
              Promise<RoomPage> asked = Promise.promise();
              rooms.add(asked);
              return asked.future();
            });
  }

  private void ask(String address, int number) {
    ann.text(
        BridgeStage.send(address)
            .put("replyAddress", "r" + number)
            .put("body", new JsonObject().put("room", BridgeStage.ROOM))
            .encode());
  }

  private List<Promise<Map<String, Presence>>> people() {
    return hub.seats().getFirst().people();
  }

  private void answer() {
    while (answered < people().size()) {
      Promise<Map<String, Presence>> asked = people().get(answered++);
      asked.complete(CROWD);
    }
  }

  private List<String> addresses() {
    return socket.messages().stream().map(it -> it.getString("address")).toList();
  }

  @Test
  void aClientThatDoesNotReadIsOwedOneAnswerBeyondTheHighWaterMark() {
    IntStream.range(0, BURST).forEach(i -> ask("chat.people", i));
    answer();

    assertThat(socket.mostOwed()).isBetween(NarrowSocket.HIGH, NarrowSocket.HIGH + ANSWER);
    assertThat(people()).hasSize(1);
    assertThat(socket.closes()).isEmpty();
  }

  @Test
  void aClientThatReadsGetsAllAnswersInTheirOrder() {
    IntStream.range(0, BURST).forEach(i -> ask("chat.people", i));
    answer();
    for (int i = 0; i < BURST; i++) {
      socket.read();
      ann.writable();
      answer();
    }

    assertThat(addresses())
        .containsExactlyElementsOf(IntStream.range(0, BURST).mapToObj(i -> "r" + i).toList());
    assertThat(socket.mostOwed()).isLessThanOrEqualTo(NarrowSocket.HIGH + ANSWER);
  }

  @Test
  void listsOfRoomsAreMadeOneByOneAsWell() {
    IntStream.range(0, BURST).forEach(i -> ask("chat.rooms", i));

    assertThat(rooms).hasSize(1);
    assertThat(socket.closes()).isEmpty();
  }

  @Test
  void whoSendsOnWhileHeIsOwedAnAnswerIsClosed() {
    for (int i = 0; socket.closes().isEmpty(); i++) {
      ask("chat.people", i);
    }

    assertThat(socket.closes()).containsExactly(1008);
    assertThat(people()).hasSize(1);
  }
}

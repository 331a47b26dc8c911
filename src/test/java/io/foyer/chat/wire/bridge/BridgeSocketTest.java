package io.foyer.chat.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.chat.ChatAccess;
import io.foyer.chat.RoomAvailable;
import io.foyer.platform.Problem;
import io.foyer.platform.socket.FakeSocket;
import io.foyer.platform.socket.SocketListener;
import io.foyer.platform.socket.WebSocketConnection;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class BridgeSocketTest extends BridgeStage {
  private static final Vertx VERTX = Vertx.vertx();

  BridgeSocketTest() {
    super(VERTX);
  }

  @AfterAll
  static void close() {
    VERTX.close().await();
  }

  @Test
  void whoRegistersARoomHearsItsEventsAtItsAddress() {
    // Given
    ann()
        .text(
            message("register", ADDRESS)
                .put("headers", new JsonObject().put("after", "41"))
                .encode());

    // When
    hub.committed(List.of(said(42), said(43)));

    // Then
    assertThat(hub.seats().getFirst().watched()).containsEntry(ROOM, OptionalLong.of(41));
    assertThat(socket.messages())
        .allSatisfy(it -> assertThat(it.getString("address")).isEqualTo(ADDRESS))
        .extracting(it -> it.getJsonObject("body").getValue("kind"))
        .containsExactly("watching", "message", "message");
    assertThat(socket.messages().getLast().getJsonObject("body").getLong("seq")).isEqualTo(43);
  }

  @Test
  void newRoomsComeWhileTheirAddressIsRegistered() {
    RoomAvailable news =
        new RoomAvailable(ROOM, "a", "", "bob", ChatAccess.PUBLIC, 1, Optional.empty());
    SocketListener ann = ann();
    hub.opened(news);
    ann.text(register("chat.chatroom"));
    hub.opened(news);
    ann.text(message("unregister", "chat.chatroom").encode());
    hub.opened(news);

    assertThat(socket.messages()).hasSize(1);
    JsonObject told = socket.messages().getFirst();
    assertThat(told.getString("address")).isEqualTo("chat.chatroom");
    assertThat(told.getJsonObject("body").fieldNames())
        .containsExactly("room", "name", "topic", "owner", "access", "members");
  }

  @Test
  void sockJsGetsTheEventsOfOneTurnInOneFrame() {
    SocketListener ann = house.open(socket, Framing.SOCKJS, known("ann"));
    ann.text(new JsonArray().add(register(ADDRESS)).encode());

    hub.committed(List.of(said(1), said(2)));

    assertThat(socket.texts()).hasSize(2);
    assertThat(new JsonArray(socket.texts().getLast().substring(1))).hasSize(2);
  }

  @Test
  void nothingIsReachableThatIsNotNamed() {
    // Given
    hub.closeRoom(ROOM);
    SocketListener ann = ann();

    // When
    ann.text(register("foyer.chat"));
    ann.text(register("chat.room.*"));
    ann.text(register("chat.room." + ROOM + "0"));
    ann.text(register(ADDRESS));
    ann.text(send("foyer.chat").encode());
    ann.text(send("r1").encode());
    ann.text(register("a".repeat(201)));

    // Then
    assertThat(errors())
        .containsExactly(
            "access_denied",
            "access_denied",
            "access_denied",
            "access_denied",
            "access_denied",
            "access_denied",
            "max_address_length_reached");
    assertThat(hub.seats().getFirst().watched()).isEmpty();
  }

  @Test
  void aNameThatCannotBeRepeatedIsRefusedOnEveryFraming() {
    for (Framing framing : Framing.values()) {
      SocketListener ann = house.open(socket, framing, known("ann"));
      List<String> bad =
          List.of(
              "{\"type\":\"register\",\"address\":\"\\ud800\"}",
              "{\"type\":\"send\",\"address\":\"x\",\"replyAddress\":\"\\udfff\"}",
              "{\"type\":\"unregister\",\"address\":\"\\u0000\"}",
              register("a".repeat(199) + "😀"));
      int before = socket.texts().size();

      bad.forEach(it -> ann.text(framing == Framing.RAW ? it : new JsonArray().add(it).encode()));

      List<String> told = socket.texts().subList(before, socket.texts().size());
      assertThat(told)
          .hasSize(4)
          .allSatisfy(it -> assertThat(it).contains("err").doesNotContain("\\u"));
    }
    assertThat(socket.closes()).isEmpty();
  }

  @Test
  void anAnswerComesToTheReplyAddressAndNowhereElse() {
    SocketListener ann = ann();

    ann.text(send("echo").encode());
    ann.text(message("publish", "echo").encode());

    assertThat(socket.messages())
        .containsExactly(
            new JsonObject(
                "{\"type\":\"rec\",\"address\":\"r1\",\"body\":{\"x\":1,\"by\":\"ann\"}}"));
  }

  @Test
  void aFailureIsToldWithItsWordAndWithoutItsInside() {
    SocketListener ann = ann();

    ann.text(send("late").encode());
    ann.text(send("broken").encode());

    assertThat(socket.messages().getFirst())
        .contains(
            Map.entry("type", "err"),
            Map.entry("address", "r1"),
            Map.entry("failureCode", 429),
            Map.entry("failureType", "too_many"),
            Map.entry("retryAfter", 2));
    assertThat(socket.texts().getLast()).contains("\"failureCode\":500").doesNotContain("secret");
  }

  @Test
  void tenThousandRegistrationsAreErrorsForWhoSentThem() {
    SocketListener ann = ann();

    for (int i = 0; i < 10_000; i++) {
      ann.text(register("chat.room.%024x".formatted(i)));
    }

    assertThat(hub.seats().getFirst().watched()).hasSize(Registrations.MOST);
    assertThat(errors()).hasSize(10_000 - Registrations.MOST);
    assertThat(errors()).contains("max_handlers_reached", "too_many");
    assertThat(socket.closes()).isEmpty();
  }

  @Test
  void whoDoesNotReadIsNotAnsweredUntilHeDoes() {
    // Given
    SocketListener ann = ann();
    socket.full(true);

    // When
    ann.text(send("echo").encode());
    int before = socket.texts().size();
    socket.full(false);
    ann.writable();

    // Then
    assertThat(before).isZero();
    assertThat(socket.texts()).hasSize(1);
  }

  @Test
  void twoLongAnswersAreUnderWayAndWaitForWhoDoesNotRead() {
    // Given
    SocketListener ann = ann();
    for (int i = 0; i < 3; i++) {
      ann.text(send("page").encode());
    }
    List<JsonObject> refused = socket.messages();
    socket.full(true);

    // When
    pages.forEach(it -> it.complete(new JsonObject()));
    int whileFull = socket.messages().size();
    socket.full(false);
    ann.writable();
    ann.text(send("page").encode());

    // Then
    assertThat(refused)
        .singleElement()
        .satisfies(it -> assertThat(it.getString("failureType")).isEqualTo("too_many"))
        .satisfies(it -> assertThat(it.getInteger("retryAfter")).isPositive());
    assertThat(whileFull).isEqualTo(1);
    assertThat(socket.messages()).hasSize(3);
    assertThat(pages).hasSize(3);
  }

  @Test
  void whoAsksWithoutEndAndDoesNotReadIsClosed() {
    SocketListener ann = ann();
    socket.full(true);
    String long60k =
        send("echo").put("body", new JsonObject().put("x", "y".repeat(60_000))).encode();

    for (int i = 0; i < 20; i++) {
      ann.text(long60k);
    }

    assertThat(socket.closes()).contains(1008);
  }

  @Test
  void aRoomThatIsLeftIsNoLongerRegistered() {
    // Given
    SocketListener ann = ann();
    ann.text(register(ADDRESS));
    ann.text(register(ADDRESS));

    // When
    hub.seats().getFirst().listener().left(said(9));
    ann.text(register(ADDRESS));

    // Then
    assertThat(errors()).containsExactly("address_already_registered");
  }

  @Test
  void anAnswerToARegistrationThatIsOverSaysNothingOfTheNextOne() {
    // Given
    SocketListener ann = ann();
    List<Promise<Long>> asked = hub.seats().getFirst().slow();
    for (int i = 0; i < 3; i++) {
      ann.text(register(ADDRESS));
      ann.text(message("unregister", ADDRESS).encode());
    }
    ann.text(register(ADDRESS));

    // When
    asked.get(0).fail(new Problem.NotFound("No such room").asException());
    asked.get(1).complete(3L);
    asked.get(2).fail(new Problem.NotFound("No such room").asException());
    List<String> early = socket.texts();
    asked.get(3).complete(8L);
    ann.text(register(ADDRESS));

    // Then
    assertThat(early).isEmpty();
    assertThat(socket.messages().getFirst().getJsonObject("body").getLong("after")).isEqualTo(8);
    assertThat(errors()).containsExactly("address_already_registered");
  }

  @Test
  void aRoomOneComesIntoIsToldAtTheAddressOfRooms() {
    SocketListener ann = ann();
    hub.seats().getFirst().listener().joined(said(1));
    ann.text(register("chat.rooms"));

    hub.seats().getFirst().listener().joined(said(2));

    assertThat(socket.messages())
        .extracting(it -> it.getString("address"))
        .containsExactly("chat.rooms");
  }

  @Test
  void closingAndUnregisteringGiveTheSeatAndTheRoomBack() {
    SocketListener ann = ann();
    ann.text(register(ADDRESS));

    ann.text(message("unregister", ADDRESS).encode());
    boolean watching = hub.seats().getFirst().watched().containsKey(ROOM);
    ann.closed();

    assertThat(watching).isFalse();
    assertThat(hub.seats().getFirst().isClosed()).isTrue();
  }

  @Test
  void aNodeThatGoesDownLetsGoOfItsClientsOneAfterTheOther() {
    // Given
    List<Long> delays = new CopyOnWriteArrayList<>();
    AtomicBoolean drained = new AtomicBoolean();
    BridgeStage stage = new BridgeStage(withoutDelays(delays, drained)) {};
    List<String> closed = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 50; i++) {
      WebSocketConnection each =
          new FakeSocket() {
            @Override
            public void close(int status, String reason) {
              closed.add(status + " " + reason);
            }
          };
      stage.house.open(each, Framing.RAW, known("ann"));
    }

    // When
    drained.set(true);
    stage.open.drain(VERTX, Duration.ZERO).await();

    // Then
    await().until(() -> closed.size() == 50);
    assertThat(closed)
        .allMatch(it -> it.matches("1012 this node goes down, come back in [0-9]+ ms"));
    assertThat(delays).hasSize(50);
    assertThat(Collections.max(delays) - Collections.min(delays)).isGreaterThan(500);
  }

  /** Once {@code drained}, notes how long its timers are to take and lets them end at once. */
  private static Vertx withoutDelays(List<Long> delays, AtomicBoolean drained) {
    return (Vertx)
        Proxy.newProxyInstance(
            Vertx.class.getClassLoader(),
            new Class<?>[] {Vertx.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("setTimer") && drained.get()) {
                delays.add((Long) arguments[0]);
                return method.invoke(VERTX, 1L, arguments[1]);
              }
              return method.invoke(VERTX, arguments);
            });
  }

  @Test
  void whatIsNoFrameOfSockJsEndsThatConnection() {
    SocketListener ann = house.open(socket, Framing.SOCKJS, known("ann"));

    ann.text("[7]");

    assertThat(socket.closes()).containsExactly(4400);
  }
}

package io.foyer.chat.wire.bridge;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.ChatEvent.Kind;
import io.foyer.chat.wire.plain.OpenSockets;
import io.foyer.chat.wire.plain.SocketGate.Known;
import io.foyer.feeds.FeedSeats;
import io.foyer.platform.Problem;
import io.foyer.platform.socket.FakeSocket;
import io.foyer.platform.socket.SocketListener;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A bridge on a hub and to a socket that tell what they were told; it knows who has a name. */
abstract class BridgeStage {
  static final String ROOM = "0123456789abcdef01234567";
  static final String ADDRESS = "chat.room." + ROOM;

  final List<Promise<JsonObject>> pages = new ArrayList<>();
  final FakeHub hub = new FakeHub();
  final FakeSocket socket = new FakeSocket();
  final OpenSockets open = new OpenSockets(100, new SimpleMeterRegistry());
  final BridgeHouse house;

  BridgeStage(Vertx vertx) {
    this(vertx, Duration.ofSeconds(5));
  }

  BridgeStage(Vertx vertx, Duration signInWithin) {
    this.house =
        new BridgeHouse(
            vertx,
            hub,
            FeedSeats.NONE,
            new FakeSignIn(),
            open,
            Map.of(
                "echo",
                    (guest, body) ->
                        Future.succeededFuture(body.copy().put("by", guest.caller().account())),
                "page", Verb.withLongAnswers((guest, body) -> page()),
                "late", (guest, body) -> Future.failedFuture(late()),
                "broken",
                    (guest, body) -> Future.failedFuture(new IllegalStateException("secret"))),
            signInWithin);
  }

  private Future<JsonObject> page() {
    Promise<JsonObject> asked = Promise.promise();
    pages.add(asked);
    return asked.future();
  }

  private static Exception late() {
    return new Problem.TooMany("Too fast.", Duration.ofMillis(1_500)).asException();
  }

  static Future<Optional<Known>> known(String name) {
    return Future.succeededFuture(Optional.of(FakeSignIn.known(name)));
  }

  SocketListener ann() {
    return house.open(socket, Framing.RAW, known("ann"));
  }

  SocketListener stranger() {
    return house.open(socket, Framing.RAW, Future.succeededFuture(Optional.empty()));
  }

  static String register(String address) {
    return message("register", address).encode();
  }

  static JsonObject message(String type, String address) {
    return new JsonObject().put("type", type).put("address", address);
  }

  static JsonObject send(String address) {
    return message("send", address)
        .put("replyAddress", "r1")
        .put("headers", new JsonObject())
        .put("body", new JsonObject().put("x", 1));
  }

  static ChatEvent said(long seq) {
    return new ChatEvent(
        ROOM, seq, "e" + seq, Kind.MESSAGE, "ann", "", 1, "hi", "c" + seq, Instant.EPOCH);
  }

  List<String> errors() {
    return socket.messages().stream()
        .filter(it -> it.getString("type").equals("err"))
        .map(it -> it.getString("body"))
        .toList();
  }
}

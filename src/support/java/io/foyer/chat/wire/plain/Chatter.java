package io.foyer.chat.wire.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;

/** A client of {@code /ws} that keeps everything it hears. */
public final class Chatter implements AutoCloseable {
  private final List<JsonObject> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger status = new AtomicInteger();
  private final WebSocketClient client;
  private final WebSocket socket;

  private Chatter(WebSocketClient client, WebSocket socket) {
    this.client = client;
    this.socket = socket;
    socket.textMessageHandler(text -> heard.add(new JsonObject(text)));
    socket.closeHandler(
        closed -> status.set(socket.closeStatusCode() == null ? 1006 : socket.closeStatusCode()));
    socket.resume();
  }

  /** Connects; fails where the upgrade is refused. */
  public static Chatter connect(Vertx vertx, int port, String query, Map<String, String> headers) {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI("/ws" + query)
            .setAllowOriginHeader(headers.containsKey("Origin"));
    headers.forEach(options::addHeader);
    WebSocketClient client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxMessageSize(4_000_000).setMaxFrameSize(4_000_000));
    try {
      return client
          .connect(options)
          .map(
              socket -> {
                socket.pause();
                return new Chatter(client, socket);
              })
          .await(60, TimeUnit.SECONDS);
    } catch (Exception e) { // await() throws the future's own failure
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** Connects with a token in hello, and waits until it is welcome. */
  public static Chatter enter(Vertx vertx, int port, String token, JsonObject hello) {
    Chatter chatter = connect(vertx, port, "", Map.of());
    chatter.say(hello(hello).put("token", token));
    chatter.await("welcome");
    return chatter;
  }

  /** A hello with more in it. */
  public static JsonObject hello(JsonObject more) {
    return new JsonObject().put("type", "hello").put("v", 1).mergeIn(more);
  }

  /** Everything one is a member of. */
  public static JsonObject all() {
    return new JsonObject().put("rooms", "all");
  }

  /** From a number on. */
  public static JsonObject resume(String room, long after) {
    return new JsonObject()
        .put("resume", JsonArray.of(new JsonObject().put("room", room).put("after", after)));
  }

  public void say(JsonObject frame) {
    raw(frame.encode());
  }

  public void raw(String text) {
    socket.writeTextMessage(text);
  }

  /** Whether it reads nothing from its socket. */
  public void deaf(boolean deaf) {
    if (deaf) {
      socket.pause();
    } else {
      socket.resume();
    }
  }

  /** Says something in a room. */
  public void send(String room, String clientId, String text) {
    say(
        new JsonObject()
            .put("type", "send")
            .put("ref", clientId)
            .put("room", room)
            .put("clientMsgId", clientId)
            .put("text", text));
  }

  public List<JsonObject> heard() {
    return heard;
  }

  public List<JsonObject> heard(String type) {
    return heard.stream().filter(it -> type.equals(it.getString("type"))).toList();
  }

  public JsonObject await(String type) {
    return await(type, it -> true);
  }

  public JsonObject await(String type, Predicate<JsonObject> which) {
    return Awaitility.await(type)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> heard(type).stream().filter(which).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  public JsonObject answer(String ref) {
    Awaitility.await("answer")
        .pollInterval(Duration.ofMillis(5))
        .until(() -> heard.stream().anyMatch(it -> ref.equals(it.getString("ref"))));
    return heard.stream().filter(it -> ref.equals(it.getString("ref"))).findFirst().orElseThrow();
  }

  /** All events of a room, in the order in which they came. */
  public List<JsonObject> events(String room) {
    return heard("events").stream()
        .filter(it -> room.equals(it.getString("room")))
        .flatMap(it -> it.getJsonArray("events").stream())
        .map(JsonObject.class::cast)
        .toList();
  }

  /** Waits for the event with a number, and sees that each came once and in order. */
  public List<JsonObject> eventsFrom(String room, long first, long last) {
    Awaitility.await("event " + last)
        .until(() -> events(room).stream().anyMatch(it -> it.getLong("seq") >= last));
    List<JsonObject> events = events(room);
    assertThat(events.stream().map(it -> it.getLong("seq")))
        .containsExactlyElementsOf(LongStream.rangeClosed(first, last).boxed().toList());
    return events;
  }

  /** With what status it was closed; 0 while it is open, 1006 where nobody said good-bye. */
  public int status() {
    return status.get();
  }

  public int awaitClose() {
    Awaitility.await("close").until(() -> status() != 0);
    return status();
  }

  /** Whether it was welcome; false where it was closed. */
  public boolean awaitWelcomeOrClose() {
    Awaitility.await("welcome or close").until(() -> status() != 0 || !heard("welcome").isEmpty());
    return !heard("welcome").isEmpty();
  }

  @Override
  public void close() {
    socket.close();
    client.close();
  }
}

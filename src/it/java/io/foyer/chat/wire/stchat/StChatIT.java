package io.foyer.chat.wire.stchat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.testing.Ports;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The guests' port, from outside; the numbers are those of the checks for st-chat. */
@TestInstance(Lifecycle.PER_CLASS)
class StChatIT {
  private static final String TEXTS = "{\"message\":\"%s\"}";

  private final int port = Ports.free();
  private final ProgramFixture program =
      ProgramFixture.open(
          "stchat",
          Map.of(
              "STCHAT_ADDR", "127.0.0.1:" + port,
              "STCHAT_ROOM", "Lobby",
              "STCHAT_CONNECTIONS", "40",
              "TRUSTED_PROXIES", "127.0.0.1/32",
              "LIMITS_ANONYMOUS", "0"));
  private final WebSocketClient sockets = program.vertx().createWebSocketClient();
  private final List<WebSocket> opened = new CopyOnWriteArrayList<>();

  /** Everybody leaves, and the room knows it. */
  @AfterEach
  void leave() {
    opened.forEach(WebSocket::close);
    opened.clear();
    await().until(() -> program.database().number("SELECT count(*) FROM chat_guests") == 0);
  }

  @AfterAll
  void close() {
    program.close();
  }

  private record Guest(WebSocket socket, List<JsonObject> heard) {
    void say(String frame) {
      socket.writeTextMessage(frame);
    }

    List<String> texts() {
      return heard.stream().map(it -> it.getString("message")).toList();
    }

    List<String> actions() {
      return heard.stream().map(it -> it.getString("action")).toList();
    }

    String name() {
      await().until(() -> !heard.isEmpty());
      String first = texts().getFirst();
      return first.substring(0, first.length() - " joined chat.".length());
    }

    void awaitText(String text) {
      await().untilAsserted(() -> assertThat(texts()).contains(text));
    }
  }

  private Guest enter(int at, String path) throws Exception {
    return enter(at, path, Map.of());
  }

  private Guest enter(int at, String path, Map<String, String> headers) throws Exception {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions().setHost("127.0.0.1").setPort(at).setURI(path);
    headers.forEach(options::addHeader);
    List<JsonObject> heard = new CopyOnWriteArrayList<>();
    WebSocket socket =
        sockets
            .connect(options)
            .map(
                made -> {
                  made.textMessageHandler(text -> heard.add(new JsonObject(text)));
                  return made;
                })
            .await(10, TimeUnit.SECONDS);
    opened.add(socket);
    return new Guest(socket, heard);
  }

  private Guest enter() throws Exception {
    return enter(port, "/any/path");
  }

  /** The number of what happened last. */
  private long last() {
    return program.database().number("SELECT COALESCE(max(seq), 0) FROM foyer.chat_log");
  }

  private List<String> logAfter(long seq) {
    return program
        .database()
        .column(
            "SELECT action || ' | ' || message FROM foyer.chat_log WHERE seq > ? ORDER BY seq",
            seq);
  }

  @Test
  void guestsSeeThemselvesComeTalkAndGo() throws Exception {
    // Given
    long before = last();
    Guest ann = enter();
    String annName = ann.name(); // 22
    Guest bob = enter();
    String bobName = bob.name();

    // When
    ann.say(TEXTS.formatted("hi")); // 23
    bob.awaitText(annName + ": hi");
    ann.awaitText(annName + ": hi");
    for (String bad : List.of("{", "[]", "{}", "7", "{\"message\":7}", "{\"message\":\"/x\"}")) {
      bob.say(bad); // 27
    }
    bob.say("{\"message\":null}");
    bob.say("{\"message\":\"\"}");
    ann.awaitText(bobName + ": ");
    await().until(() -> bob.actions().stream().filter("error"::equals).count() == 6);
    bob.socket().close();
    ann.awaitText(bobName + " exited chat."); // 24
    ann.socket().close();

    // Then
    assertThat(annName).isNotEqualTo(bobName).matches("[A-Z][a-z]+ [A-Z][a-z]+( [0-9]+)?");
    assertThat(ann.actions()).containsExactly("join", "join", "message", "message", "exit");
    assertThat(bob.actions()).filteredOn("error"::equals).hasSize(6);
    await()
        .untilAsserted(
            () ->
                assertThat(logAfter(before)) // 24, 25: also the last one's going
                    .containsExactly(
                        "join | " + annName + " joined chat.",
                        "join | " + bobName + " joined chat.",
                        "message | " + annName + ": hi",
                        "message | " + bobName + ": ",
                        "exit | " + bobName + " exited chat.",
                        "exit | " + annName + " exited chat."));
  }

  @Test
  void whatIsSentAgainAnywhereIsSaidOnceAndAnsweredEachTime() throws Exception {
    Guest one = enter();
    Guest two = enter();
    two.name();
    String message = "{\"message\":\"once\",\"clientMsgId\":\"c-1\"}";

    for (int i = 0; i < 5; i++) {
      (i % 2 == 0 ? one : two).say(message); // 29
    }

    List<JsonObject> acks = new ArrayList<>();
    await()
        .untilAsserted(
            () -> {
              acks.clear();
              acks.addAll(one.heard().stream().filter(StChatIT::isAck).toList());
              acks.addAll(two.heard().stream().filter(StChatIT::isAck).toList());
              assertThat(acks).hasSize(5);
            });
    assertThat(acks).allSatisfy(ack -> assertThat(ack).isEqualTo(acks.getFirst()));
    assertThat(one.texts()).filteredOn(text -> text != null && text.endsWith(": once")).hasSize(1);
    assertThat(two.texts()).filteredOn(text -> text != null && text.endsWith(": once")).hasSize(1);
  }

  private static boolean isAck(JsonObject frame) {
    return "ack".equals(frame.getString("action"));
  }

  @Test
  void whoComesAgainHearsWhatHeMissed() throws Exception {
    long before = last();
    Guest ann = enter();
    for (int i = 2; i <= 12; i++) {
      ann.say(TEXTS.formatted("n" + i));
    }
    ann.awaitText(ann.name() + ": n12");

    Guest again = enter(port, "/?after=" + (before + 10)); // 31

    await().until(() -> again.heard().size() >= 3);
    assertThat(again.heard())
        .extracting(it -> it.getLong("seq"))
        .containsExactlyElementsOf(
            LongStream.rangeClosed(before + 11, before + 13).boxed().toList());
  }

  @Test
  void anOversizedFrameAndTooManyConnectionsEndThatConnectionOnly() throws Exception {
    Guest ann = enter();
    Guest big = enter();
    String bigName = big.name();

    big.say("x".repeat(70_000)); // 28
    await().until(() -> big.socket().isClosed());
    ann.awaitText(bigName + " exited chat.");
    List<Guest> many = new ArrayList<>();
    for (int i = 0; i < 45; i++) {
      many.add(enter());
    }
    await().until(() -> many.stream().filter(it -> it.socket().isClosed()).count() == 6);

    assertThat(big.socket().closeStatusCode()).isEqualTo((short) 1009);
    assertThat(ann.socket().isClosed()).isFalse();
    ann.say(TEXTS.formatted("fine"));
    many.getFirst().awaitText(ann.name() + ": fine");
  }

  @Test
  void whoFloodsIsRefusedByItsAddressAndNobodyElseIs() throws Exception {
    // Given a node where an address may come or say something twenty times an hour
    int strict = Ports.free();
    ProgramFixture.Node node =
        program.node(
            Map.of(
                "STCHAT_ADDR",
                "127.0.0.1:" + strict,
                "LIMITS_ANONYMOUS",
                "20",
                "LIMITS_INTERVAL",
                "1h"));
    Map<String, String> flooding = Map.of("X-Forwarded-For", "203.0.113.7");
    Guest one = enter(strict, "/", flooding);
    Guest two = enter(strict, "/", flooding);
    Guest other = enter(strict, "/", Map.of("X-Forwarded-For", "203.0.113.8"));
    one.name();
    two.name();
    String otherName = other.name();

    // When both connections of one address flood
    for (int i = 0; i < 30; i++) {
      one.say(TEXTS.formatted("flood " + i));
      two.say(TEXTS.formatted("flood " + i));
    }
    await().until(() -> one.actions().contains("error") && two.actions().contains("error"));
    other.say(TEXTS.formatted("calm"));
    other.awaitText(otherName + ": calm");
    Guest late = enter(strict, "/", flooding);
    await().until(() -> late.socket().isClosed());

    // Then
    long said = other.texts().stream().filter(it -> it != null && it.contains(": flood")).count();
    assertThat(said).isBetween(1L, 20L);
    assertThat(one.texts()).contains("Too fast; try again later.");
    assertThat(one.socket().isClosed()).isFalse();
    assertThat(late.socket().closeStatusCode()).isEqualTo((short) 1013);
    assertThat(other.actions()).doesNotContain("error");
    node.drain().run();
  }

  @Test
  void theGuestsOfANodeThatDiesGoWhenItIsNoticed() throws Exception {
    // Given
    Guest here = enter();
    here.name();
    program
        .database()
        .execute(
            "INSERT INTO foyer.chat_guests (session, node, room_id, name) SELECT 'lost', 'dead',"
                + " id, 'Lost Guest' FROM foyer.rooms WHERE name = 'Lobby'");

    // Then
    await().untilAsserted(() -> assertThat(here.texts()).contains("Lost Guest exited chat.")); // 32
  }

  @Test
  void aDrainedNodeLetsItsGuestsGo() throws Exception {
    int second = Ports.free();
    ProgramFixture.Node node = program.node(Map.of("STCHAT_ADDR", "127.0.0.1:" + second));
    Guest here = enter();
    here.name();
    Guest there = enter(second, "/");
    String name = there.name();
    here.awaitText(name + " joined chat.");

    node.drain().run();

    here.awaitText(name + " exited chat.");
    await().until(() -> there.socket().isClosed());
    assertThat(there.socket().closeStatusCode()).isEqualTo((short) 1012);
  }
}

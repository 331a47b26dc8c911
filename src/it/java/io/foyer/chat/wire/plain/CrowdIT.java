package io.foyer.chat.wire.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.testing.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many in one room, on two nodes; the number is that of st-chat's check. */
class CrowdIT {
  private static final int PEOPLE = 1_000;
  private static final int SPEAKERS = 10;
  private static final int MESSAGES = 100;
  private static final int AT_ONCE = 100;
  private static final String HALL = "%024x".formatted(0xa11);
  private static final String KITCHEN = "%024x".formatted(0xc00);

  private static TwoNodes nodes;
  private static WebSocketClient client;

  @BeforeAll
  static void open() throws Exception {
    nodes =
        TwoNodes.open(
            "chatcrowd",
            Map.of("JWT_SECRET", Tokens.SECRET, "CHAT_RATE", "0", "LIMITS_REQUESTS", "0"));
    client =
        nodes
            .program()
            .vertx()
            .createWebSocketClient(new WebSocketClientOptions().setMaxConnections(PEOPLE));
    fill();
  }

  @AfterAll
  static void close() {
    client.close();
    nodes.close();
  }

  /** Passwords of a thousand people would take a minute. */
  private static void fill() {
    nodes
        .program()
        .database()
        .execute(
            """
            INSERT INTO accounts
              (id, handle, handle_key, email, email_key, name, name_key, role, password_hash)
            SELECT lpad(to_hex(n), 24, '0'), h, h, h || '@canary.example', h || '@canary.example',
                   h, h, 'user', ''
            FROM generate_series(0, %1$d) n, LATERAL (SELECT 'crowd' || n AS h) names;
            INSERT INTO sessions (id, account_id, carrier, address, agent, expires_at)
            SELECT id, id, 'token', '127.0.0.1', 'crowd', now() + interval '1 day' FROM accounts
            WHERE handle LIKE 'crowd%%';
            INSERT INTO rooms (id, name, owner) VALUES ('%2$s', 'hall', ''), ('%3$s', 'kitchen', '');
            INSERT INTO room_heads (room_id) VALUES ('%2$s'), ('%3$s');
            INSERT INTO members (room_id, account_id, since_seq)
            SELECT '%2$s', lpad(to_hex(n), 24, '0'), 1 FROM generate_series(0, %1$d) n
            UNION ALL
            SELECT '%3$s', lpad(to_hex(n), 24, '0'), 1 FROM generate_series(0, %4$d) n
            """
                .formatted(PEOPLE - 1, HALL, KITCHEN, PEOPLE / 2 - 1));
  }

  /** One of them, and the messages that came to him, as {@code room seq id}. */
  private static final class Person {
    private final List<String> heard = new ArrayList<>();
    private final Promise<Person> listening = Promise.promise();
    private final WebSocket socket;
    private int rooms;

    Person(int number, WebSocket socket) {
      this.socket = socket;
      this.rooms = inKitchen(number) ? 2 : 1;
      socket.textMessageHandler(text -> take(new JsonObject(text)));
      say(Chatter.hello(Chatter.all()).put("token", token(number)));
    }

    private void say(JsonObject frame) {
      socket.writeTextMessage(frame.encode());
    }

    private void take(JsonObject frame) {
      switch (frame.getString("type")) {
        case "watching" -> {
          if (--rooms == 0) {
            listening.complete(this);
          }
        }
        case "events" -> hear(frame);
        default -> {}
      }
    }

    private synchronized void hear(JsonObject frame) {
      for (Object each : frame.getJsonArray("events")) {
        JsonObject event = (JsonObject) each;
        heard.add(
            frame.getString("room") + " " + event.getLong("seq") + " " + event.getString("id"));
      }
    }

    synchronized List<String> heard(String room) {
      return heard.stream().filter(it -> it.startsWith(room)).toList();
    }

    synchronized int count() {
      return heard.size();
    }
  }

  private static boolean inKitchen(int number) {
    return number < PEOPLE / 2;
  }

  private static String token(int number) {
    return Tokens.of("%024x".formatted(number), "crowd" + number);
  }

  private static Future<Person> enter(int number) {
    ProgramFixture.Node node = number % 2 == 0 ? nodes.first() : nodes.second();
    WebSocketConnectOptions door =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(node.port())
            .setURI("/ws")
            .setAllowOriginHeader(false);
    return client.connect(door).compose(socket -> new Person(number, socket).listening.future());
  }

  private static List<Person> enterAll() throws Exception {
    List<Person> crowd = new ArrayList<>();
    for (int first = 0; first < PEOPLE; first += AT_ONCE) {
      List<Future<Person>> group =
          IntStream.range(first, first + AT_ONCE).mapToObj(CrowdIT::enter).toList();
      crowd.addAll(Future.all(group).await(60, TimeUnit.SECONDS).list());
    }
    return crowd;
  }

  private static List<String> written(String room) {
    return nodes
        .program()
        .database()
        .column(
            "SELECT concat_ws(' ', room_id, seq, id) FROM chat_events WHERE room_id = ? ORDER BY"
                + " seq",
            room);
  }

  @Test
  void check34AThousandHearTheSameInTheSameOrderAndNothingOfAnotherRoom() throws Exception {
    List<Person> crowd = enterAll();

    for (int i = 0; i < MESSAGES; i++) {
      for (String room : List.of(HALL, KITCHEN)) {
        crowd
            .get(i % SPEAKERS)
            .say(
                new JsonObject()
                    .put("type", "send")
                    .put("room", room)
                    .put("clientMsgId", "m" + i)
                    .put("text", "message " + i));
      }
    }
    await()
        .until(
            () ->
                IntStream.range(0, PEOPLE)
                    .allMatch(
                        i -> crowd.get(i).count() >= (inKitchen(i) ? 2 * MESSAGES : MESSAGES)));

    List<String> hall = written(HALL);
    List<String> kitchen = written(KITCHEN);
    assertThat(hall).hasSize(MESSAGES);
    assertThat(kitchen).hasSize(MESSAGES);
    for (int i = 0; i < PEOPLE; i++) {
      assertThat(crowd.get(i).heard(HALL)).as("in the hall, %d", i).isEqualTo(hall);
      assertThat(crowd.get(i).heard(KITCHEN))
          .as("in the kitchen, %d", i)
          .isEqualTo(inKitchen(i) ? kitchen : List.of());
    }
  }
}

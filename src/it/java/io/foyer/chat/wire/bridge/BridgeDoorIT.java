package io.foyer.chat.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.chat.wire.plain.RoomsClient;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Who comes in below {@code /eventbus}, by whatever transport, and what bad input gets. */
@TestInstance(Lifecycle.PER_CLASS)
class BridgeDoorIT {
  private final ProgramFixture program =
      ProgramFixture.open(
          "busdoor",
          Map.of("CHAT_RATE", "0", "LIMITS_REQUESTS", "0", "TRUSTED_PROXIES", "127.0.0.1/32"));
  private final int port = program.node().port();
  private final People people = new People(port);
  private final RoomsClient roomsClient = new RoomsClient(port);
  private final Somebody ann = people.somebody();
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocketClient sockets = program.vertx().createWebSocketClient();

  @AfterAll
  void close() {
    http.close();
    program.close();
  }

  /** A connection that keeps what it hears. */
  private record Line(WebSocket socket, List<String> heard) {
    void say(String text) {
      socket.writeTextMessage(text);
    }

    List<JsonObject> messages() {
      return heard.stream().map(JsonObject::new).toList();
    }
  }

  private Line connect(String path, Map<String, String> headers) throws Exception {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI(path)
            .setAllowOriginHeader(headers.containsKey("Origin"));
    headers.forEach(options::addHeader);
    List<String> heard = new CopyOnWriteArrayList<>();
    WebSocket socket =
        sockets
            .connect(options)
            .map(
                opened -> {
                  opened.textMessageHandler(heard::add);
                  return opened;
                })
            .await(10, TimeUnit.SECONDS);
    return new Line(socket, heard);
  }

  private HttpResponse<String> call(String method, String path, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, BodyPublishers.ofString(method.equals("POST") ? "[\"{}\"]" : ""));
    headers.forEach(request::header);
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String register(String room) {
    return new JsonObject().put("type", "register").put("address", "chat.room." + room).encode();
  }

  @Test
  void aPageElsewhereComesInByNoTransport() throws Exception {
    for (String origin : List.of("https://evil.example", "null")) {
      Map<String, String> headers = Map.of("Origin", origin);
      for (String path :
          List.of(
              "/eventbus",
              "/eventbus/info",
              "/eventbus/000/s1/eventsource",
              "/eventbus/iframe.html")) {
        HttpResponse<String> answer = call("GET", path, headers);
        assertThat(answer.statusCode()).as(path).isEqualTo(403);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
      }
      for (String end : List.of("xhr", "xhr_streaming", "xhr_send")) {
        assertThat(call("POST", "/eventbus/000/s1/" + end, headers).statusCode()).isEqualTo(403);
      }
      for (String path : List.of("/eventbus/websocket", "/eventbus/000/s1/websocket")) {
        assertThatThrownBy(() -> connect(path, headers)).hasMessageContaining("403");
      }
    }
  }

  @Test
  void infoOffersWebSocketsAndNeedsNoCookie() throws Exception {
    HttpResponse<String> info =
        call("GET", "/eventbus/info", Map.of("Origin", ProgramFixture.PUBLIC_URL));

    assertThat(new JsonObject(info.body()).getMap())
        .containsEntry("websocket", true)
        .containsEntry("cookie_needed", false)
        .containsKeys("origins", "entropy");
    assertThat(info.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void framesOfOtherSitesAreOff() throws Exception {
    for (String path :
        List.of(
            "/eventbus/iframe.html",
            "/eventbus/iframe-1.6.1.html",
            "/eventbus/000/s2/htmlfile?c=x",
            "/eventbus/000/s2/jsonp?c=x")) {
      HttpResponse<String> answer = call("GET", path, Map.of());
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.body()).doesNotContain("cdn");
    }
  }

  private String cookie() {
    return People.cookie(people.logInWithCookie(ann.handle(), People.PASSWORD));
  }

  @Test
  void aCookieOpensFromOurPageAndNotWithoutIt() throws Exception {
    // Given
    String cookie = cookie();
    String room = roomsClient.made(ann);

    // When
    Line page =
        connect(
            "/eventbus/websocket", Map.of("Cookie", cookie, "Origin", ProgramFixture.PUBLIC_URL));
    Line program = connect("/eventbus/websocket", Map.of("Cookie", cookie));
    page.say(register(room));
    program.say(register(room));

    // Then
    await().until(() -> !page.heard().isEmpty() && !program.heard().isEmpty());
    assertThat(page.messages().getFirst().getJsonObject("body").getString("kind"))
        .isEqualTo("watching");
    assertThat(program.messages().getFirst().getString("body")).isEqualTo("not_logged_in");
    await().until(() -> program.socket().isClosed());
    assertThat(program.socket().closeStatusCode()).isEqualTo((short) 4401);
  }

  @Test
  void aSessionOverHttpBelongsToWhomItsCookieNames() throws Exception {
    // Given
    Map<String, String> ours = Map.of("Cookie", cookie(), "Origin", ProgramFixture.PUBLIC_URL);
    HttpResponse<String> opened = call("POST", "/eventbus/000/session7/xhr", ours);

    // When
    HttpResponse<String> guessed =
        call(
            "POST", "/eventbus/000/session7/xhr_send", Map.of("Origin", ProgramFixture.PUBLIC_URL));
    HttpResponse<String> own = call("POST", "/eventbus/000/session7/xhr_send", ours);

    // Then
    assertThat(opened.body()).isEqualTo("o\n");
    assertThat(opened.headers().allValues("Set-Cookie")).isEmpty();
    assertThat(opened.headers().firstValue("Connection")).contains("close");
    assertThat(guessed.statusCode()).isEqualTo(404);
    assertThat(own.statusCode()).isEqualTo(204);
  }

  private HttpResponse<String> post(String path, Map<String, String> headers, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .POST(BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aSessionOverHttpBelongsToWhomATokenInAMessageNames() throws Exception {
    // Given a session whose requests name nobody
    String session = "/eventbus/000/byToken1/";
    Somebody eve = people.somebody();
    String register =
        new JsonObject(register(roomsClient.made(ann)))
            .put("headers", new JsonObject().put("token", ann.access()))
            .encode();
    post(session + "xhr", Map.of(), "");
    HttpResponse<String> sent =
        post(session + "xhr_send", Map.of(), new JsonArray().add(register).encode());
    HttpResponse<String> heard = post(session + "xhr", Map.of(), "");

    // When
    String ping = "[\"{\\\"type\\\":\\\"ping\\\"}\"]";
    Map<String, String> elsewhere = Map.of("X-Forwarded-For", "203.0.113.7");

    // Then
    assertThat(sent.statusCode()).isEqualTo(204);
    assertThat(heard.body()).contains("watching");
    assertThat(post(session + "xhr_send", eve.bearer(), ping).statusCode()).isEqualTo(404);
    assertThat(post(session + "xhr", eve.bearer(), "").statusCode()).isEqualTo(404);
    assertThat(post(session + "xhr_send", elsewhere, ping).statusCode()).isEqualTo(404);
    assertThat(post(session + "xhr_send", Map.of(), ping).statusCode()).isEqualTo(204);
    assertThat(post(session + "xhr_send", ann.bearer(), ping).statusCode()).isEqualTo(204);
  }

  @Test
  void aSessionOverHttpIsFoundByItsNameAlone() throws Exception {
    String begun = "/eventbus/000/name1/xhr";
    post(begun, ann.bearer(), "");
    post(begun + "_send", ann.bearer(), "[\"{}\"]");

    HttpResponse<String> sameServer = post("/eventbus/000/name2/xhr", Map.of(), "");
    HttpResponse<String> named = post("/eventbus/001/name3/xhr?param0=name1", Map.of(), "");
    HttpResponse<String> own = post(begun, ann.bearer(), "");

    assertThat(sameServer.body()).isEqualTo("o\n");
    assertThat(named.body()).isEqualTo("o\n");
    assertThat(own.body()).contains("missing_type");
  }

  @Test
  void aTicketIsOfNoUseToASessionOfManyRequests() throws Exception {
    String session = "/eventbus/000/byTicket1/xhr?ticket=";
    String ticket =
        People.json(people.call("POST", "/api/v2/tickets", ann.bearer())).getString("ticket");

    assertThat(post(session + ticket, Map.of(), "").body()).isEqualTo("o\n");
    assertThat(post(session + ticket, Map.of(), "").statusCode()).isEqualTo(401);
    assertThat(post("/eventbus/000/byTicket1/xhr", Map.of(), "").statusCode()).isEqualTo(404);
  }

  @Test
  void whatOneClientDoesWrongIsToldToItAndToNobodyElse() throws Exception {
    // Given
    String room = roomsClient.made(ann);
    Line other = connect("/eventbus/websocket", ann.bearer());
    other.say(register(room));
    Line bad = connect("/eventbus/websocket", ann.bearer());

    // When
    for (String text : List.of("{", "[]", "{}", "{\"type\":\"x\",\"address\":\"a\"}")) {
      bad.say(text);
    }
    for (int i = 0; i < 10_000; i++) {
      bad.say(register("%024x".formatted(i)));
    }
    await().until(() -> bad.heard().size() >= 10_000 || bad.socket().isClosed());
    roomsClient.said(ann, room, "still here");

    // Then
    assertThat(bad.messages().stream().limit(4).map(it -> it.getString("body")))
        .containsExactly("invalid_json", "invalid_json", "missing_type", "invalid_type");
    assertThat(bad.messages()).allSatisfy(it -> assertThat(it.getString("type")).isEqualTo("err"));
    await()
        .untilAsserted(
            () ->
                assertThat(other.messages())
                    .extracting(it -> it.getJsonObject("body").getString("kind"))
                    .containsExactly("watching", "message"));
    assertThat(other.socket().isClosed()).isFalse();
  }

  @Test
  void anOversizedMessageEndsItsConnectionOnly() throws Exception {
    Line big = connect("/eventbus/000/s9/websocket", ann.bearer());
    Line other = connect("/eventbus/000/s8/websocket", ann.bearer());

    big.say(new JsonArray().add("x".repeat(70_000)).encode());

    await().until(() -> big.socket().isClosed());
    assertThat(big.socket().closeStatusCode()).isEqualTo((short) 1009);
    await().until(() -> other.heard().equals(List.of("o")));
    assertThat(other.socket().isClosed()).isFalse();
  }
}

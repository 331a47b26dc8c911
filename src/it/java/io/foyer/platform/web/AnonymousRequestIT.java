package io.foyer.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.testing.People;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** No anonymous request, however odd, is answered by a 5xx or logged as an ERROR. */
class AnonymousRequestIT {
  /** Served beside the contract. */
  private static final List<String> OTHER_PATHS =
      List.of(
          "/",
          "/docs",
          "/health",
          "/readiness",
          "/ws",
          "/webhooks",
          "/eventbus",
          "/eventbus/info",
          "/eventbus/websocket",
          "/eventbus/000/abc/websocket",
          "/eventbus/000/abc/xhr_send",
          "/eventbus/000/abd/xhr",
          "/eventbus/000/abe/xhr_streaming",
          "/eventbus/000/abf/eventsource",
          "/j/x",
          "/nothing",
          "/%",
          "/api/v2/%zz");

  private static final List<String> PARTS =
      List.of("x", "0", "%00", "%ff", "%2e%2e", "%2f", "9999999999999999999", "a".repeat(300));

  private static final List<String> QUERIES =
      List.of(
          "?ticket=",
          "?ticket",
          "?ticket=%",
          "?ticket=a&ticket=b",
          "?ticket=%00",
          "?=",
          "?&&=&",
          "?%",
          "?a=%zz",
          "?%00=%00",
          "?%22",
          "?query=%ff",
          "?query=%00",
          "?cursor=%00",
          "?users=%00",
          "?after=%f0%28",
          "?limit=-1",
          "?param0=x",
          "?" + "a".repeat(3_000));

  private static final List<String> HEADERS =
      List.of(
          "Authorization:",
          "Authorization: Bearer",
          "Authorization: Bearer \u00ff",
          "Authorization: Bearer a.b.c",
          "Authorization: Bearer " + "x".repeat(6_000),
          "Authorization: Basic !!!",
          "Authorization: Basic Og==",
          "Cookie: foyer=",
          "Cookie: foyer=\"",
          "Cookie: foyer=;;=;",
          "Cookie: __Host-foyer=\u00ff\r\nOrigin: https://foyer.example",
          "Cookie: __Host-foyer=x\r\nOrigin: https://foyer.example",
          "Origin: null",
          "Origin: http://[",
          "Origin: %%%",
          "X-Forwarded-For: a, ,[::1",
          "Accept: ;;;",
          "Accept: */*;q=x",
          "Accept: text/html,,",
          "Accept-Language: ;;q=",
          "Accept-Encoding: x;q=z",
          "Content-Type: garbage",
          "Content-Type: application/json; charset=nonsense",
          "Content-Type: multipart/form-data",
          "Last-Event-ID: \u00ff",
          "Range: bytes=9-1",
          "If-Modified-Since: never",
          "Expect: weird",
          "Host: other.example",
          "Content-Length: -1",
          "Content-Length: abc",
          "Upgrade: websocket\r\nConnection: Upgrade",
          "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: !",
          "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: !",
          "X: " + "y".repeat(9_000));

  private static final List<String> TYPES =
      List.of("application/json", "application/x-www-form-urlencoded", "multipart/form-data");

  private static final List<String> BODIES =
      List.of(
          "",
          "{",
          "[]",
          "null",
          "\u0000",
          "\u00ff",
          "[".repeat(5_000),
          "1e999999999",
          "\"\\ud800\"",
          "{\"a\":1,\"a\":2}",
          "a=%&b=%zz",
          "x".repeat(60_000));

  private static final List<String> VALUES =
      List.of(
          "\"\"",
          "\" \"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"" + "z".repeat(1_000) + "\"",
          "\"a@b.example\"",
          "1e400",
          "-1",
          "99999999999999999999999",
          "null",
          "[null]",
          "{}");

  private static ProgramFixture program;
  private final Set<String> faults = new TreeSet<>();
  private int sent;
  private int answered;

  @BeforeAll
  static void open() {
    program =
        ProgramFixture.open("anonymous", Map.of("LIMITS_REQUESTS", "0", "LIMITS_ANONYMOUS", "0"));
  }

  @AfterAll
  static void close() {
    program.close();
  }

  private static JsonObject contract() {
    return new JsonObject(
            new People(program.node().port()).call("GET", "/openapi.json", Map.of()).body())
        .getJsonObject("paths");
  }

  private static List<String> paths() {
    return Stream.concat(contract().fieldNames().stream(), OTHER_PATHS.stream()).toList();
  }

  /**
   * A session of SockJS is new each time: one that is open already answers at its next heartbeat.
   */
  private String filled(String path, String part) {
    return path.replaceAll("\\{[^}]+}", part).replaceFirst("/000/", "/000/s" + sent);
  }

  @Test
  void oddPathsAndMethodsAreNoFault() throws Exception {
    for (String path : paths()) {
      for (String part : PARTS) {
        send("GET " + filled(path, part), "", "");
      }
      for (String method : List.of("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO")) {
        send(method + " " + filled(path, "x"), "", "");
      }
    }
    nothingFailed(900);
  }

  @Test
  void oddQueriesAreNoFault() throws Exception {
    for (String path : paths()) {
      for (String query : QUERIES) {
        send("GET " + filled(path, "x") + query, "", "");
        send("POST " + filled(path, "x") + query, "Content-Type: application/json\r\n", "{}");
      }
    }
    for (String query : QUERIES) {
      for (String path : List.of("/ws", "/eventbus/websocket", "/eventbus/000/abc/websocket")) {
        send("GET " + path + query, upgrade(), "");
      }
    }
    nothingFailed(900);
  }

  private static String upgrade() {
    return """
    Upgrade: websocket\r
    Connection: Upgrade\r
    Sec-WebSocket-Version: 13\r
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
    """;
  }

  @Test
  void oddHeadersAreNoFault() throws Exception {
    for (String path : paths()) {
      for (String header : HEADERS) {
        send("GET " + filled(path, "x"), header + "\r\n", "");
        send("POST " + filled(path, "x"), header + "\r\n", "{}");
      }
    }
    nothingFailed(900);
  }

  @Test
  void oddBodiesAreNoFault() throws Exception {
    for (String path : paths()) {
      for (String type : TYPES) {
        for (String body : BODIES) {
          send("POST " + filled(path, "x"), "Content-Type: " + type + "\r\n", body);
        }
      }
    }
    nothingFailed(900);
  }

  @Test
  void oddValuesOfEveryMemberAreNoFault() throws Exception {
    for (Map.Entry<String, Object> path : contract()) {
      for (Map.Entry<String, Object> operation : (JsonObject) path.getValue()) {
        if (operation.getValue() instanceof JsonObject it && it.containsKey("requestBody")) {
          String method = operation.getKey().toUpperCase(Locale.ROOT);
          for (String value : VALUES) {
            send(
                method + " " + filled(path.getKey(), "x"),
                "Content-Type: application/json\r\n",
                members(it.encode(), value));
          }
        }
      }
    }
    nothingFailed(100);
  }

  private static String members(String operation, String value) {
    return Pattern.compile("\"properties\":\\{(.*)")
        .matcher(operation)
        .results()
        .findFirst()
        .map(found -> found.group(1))
        .stream()
        .flatMap(rest -> Pattern.compile("\"([a-zA-Z_]+)\":\\{").matcher(rest).results())
        .map(name -> "\"" + name.group(1) + "\":" + value)
        .distinct()
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Test
  void malformedChunksAreNoFault() throws Exception {
    for (String path : paths()) {
      for (String chunk : List.of("zz\r\n{}\r\n0\r\n\r\n", "2\r\n{}xx\r\n")) {
        sendRaw(
            "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    .formatted(filled(path, "x"))
                + "Transfer-Encoding: chunked\r\n\r\n"
                + chunk);
      }
    }
    nothingFailed(100);
  }

  @Test
  void severalHostsAreABadRequest() throws Exception {
    for (String path : paths()) {
      String status =
          sendRaw("GET " + filled(path, "x") + " HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");

      assertThat(status).as(path).isEqualTo("400");
    }
  }

  @Test
  void anEmptyTicketIsRejectedAndLimitedLikeAnyAnonymousRequest() throws Exception {
    int limit = 5;
    ProgramFixture.Node node =
        program.node(Map.of("LIMITS_REQUESTS", "5", "LIMITS_ANONYMOUS", "" + limit));
    List<String> statuses = new ArrayList<>();
    for (String query :
        List.of("?ticket=", "?ticket", "?ticket=a&ticket=b", "?ticket=", "?ticket")) {
      statuses.add(sendRaw(node.port(), "GET /ws" + query + " HTTP/1.1\r\nHost: a\r\n\r\n"));
    }
    assertThat(statuses).containsOnly("401").hasSize(limit);

    assertThat(sendRaw(node.port(), "GET /ws?ticket= HTTP/1.1\r\nHost: a\r\n" + upgrade() + "\r\n"))
        .isEqualTo("429");
    assertThat(sendRaw(node.port(), "GET /api/v2/accounts HTTP/1.1\r\nHost: a\r\n\r\n"))
        .isEqualTo("429");
  }

  private void send(String line, String headers, String body) throws IOException {
    String length =
        body.isEmpty() || headers.contains("Content-Length")
            ? ""
            : "Content-Length: " + body.length() + "\r\n";
    String close = headers.contains("Connection:") ? "" : "Connection: close\r\n";
    sendRaw(line + " HTTP/1.1\r\nHost: localhost\r\n" + headers + length + close + "\r\n" + body);
  }

  private String sendRaw(String bytes) throws IOException {
    return sendRaw(program.node().port(), bytes);
  }

  /** Sends a request; its status is empty where the server only closed. */
  private String sendRaw(int port, String bytes) throws IOException {
    sent++;
    String status = status(port, bytes);
    answered += status.isEmpty() ? 0 : 1;
    if (status.startsWith("5") || status.equals("none")) {
      faults.add(status + " for " + bytes.substring(0, Math.min(bytes.length(), 200)));
    }
    return status;
  }

  private static String status(int port, String bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      String line =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
              .readLine();
      return line == null ? "" : line.split(" ")[1];
    } catch (SocketTimeoutException e) {
      return "none";
    } catch (SocketException closedEarly) {
      return "";
    }
  }

  private void nothingFailed(int least) {
    assertThat(answered).as("of %d", sent).isGreaterThanOrEqualTo(least);
    assertThat(faults).isEmpty();
    assertThat(program.logs().lines().stream().filter(line -> line.startsWith("ERROR"))).isEmpty();
  }
}

package io.foyer.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.testing.People;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
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

  /** Connections at a time: a request waits most of its time. */
  private static final int CLIENTS = 8;

  private static final Set<String> METHODS =
      Set.of("get", "head", "put", "post", "delete", "options", "patch", "trace");

  private static ProgramFixture program;
  private final AtomicInteger sessions = new AtomicInteger();

  @BeforeAll
  static void open() {
    program =
        ProgramFixture.open("anonymous", Map.of("LIMITS_REQUESTS", "0", "LIMITS_ANONYMOUS", "0"));
  }

  @AfterAll
  static void close() {
    program.close();
  }

  /** Where and how: a method that a path serves. */
  private record Target(String method, String path) {
    boolean takesBody() {
      return !method.equals("GET");
    }
  }

  private static JsonObject contract() {
    return new JsonObject(
            new People(program.node().port()).call("GET", "/openapi.json", Map.of()).body())
        .getJsonObject("paths");
  }

  private List<String> paths(String part) {
    return Stream.concat(contract().fieldNames().stream(), OTHER_PATHS.stream())
        .map(path -> filled(path, part))
        .toList();
  }

  /** Every operation of the contract, and GET and POST of everything else. */
  private List<Target> targets() {
    Stream<Target> operations =
        contract().stream()
            .flatMap(
                path ->
                    ((JsonObject) path.getValue())
                        .fieldNames().stream()
                            .filter(METHODS::contains)
                            .map(method -> target(method, path.getKey())));
    Stream<Target> others =
        OTHER_PATHS.stream()
            .flatMap(path -> Stream.of("get", "post").map(method -> target(method, path)));
    return Stream.concat(operations, others).toList();
  }

  private Target target(String method, String path) {
    return new Target(method.toUpperCase(Locale.ROOT), filled(path, "x"));
  }

  /**
   * A session of SockJS is new each time: one that is open already answers at its next heartbeat.
   */
  private String filled(String path, String part) {
    return fresh(path.replaceAll("\\{[^}]+}", part));
  }

  private String fresh(String path) {
    return path.replaceFirst("/000/(s\\d+)?", "/000/s" + sessions.incrementAndGet());
  }

  private String line(Target target) {
    return target.method() + " " + fresh(target.path());
  }

  @Test
  void oddPathsAndMethodsAreNoFault() throws Exception {
    List<RawRequest> requests = new ArrayList<>();
    for (String part : PARTS) {
      paths(part).forEach(path -> requests.add(RawRequest.of("GET " + path, "", "")));
    }
    for (String method : List.of("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO")) {
      paths("x").forEach(path -> requests.add(RawRequest.of(method + " " + path, "", "")));
    }
    noneFails(requests, 900);
  }

  @Test
  void oddQueriesAreNoFault() throws Exception {
    List<RawRequest> requests = new ArrayList<>();
    for (Target target : targets()) {
      for (String query : QUERIES) {
        requests.add(
            target.takesBody()
                ? RawRequest.of(line(target) + query, "Content-Type: application/json\r\n", "{}")
                : RawRequest.of(line(target) + query, "", ""));
      }
    }
    for (String query : QUERIES) {
      for (String path : List.of("/ws", "/eventbus/websocket", "/eventbus/000/abc/websocket")) {
        requests.add(RawRequest.of("GET " + fresh(path) + query, upgrade(), ""));
      }
    }
    noneFails(requests, 900);
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
    List<RawRequest> requests = new ArrayList<>();
    for (Target target : targets()) {
      for (String header : HEADERS) {
        requests.add(RawRequest.of(line(target), header + "\r\n", target.takesBody() ? "{}" : ""));
      }
    }
    noneFails(requests, 900);
  }

  @Test
  void oddBodiesAreNoFault() throws Exception {
    List<RawRequest> requests = new ArrayList<>();
    for (Target target : targets().stream().filter(Target::takesBody).toList()) {
      for (String type : TYPES) {
        for (String body : BODIES) {
          requests.add(RawRequest.of(line(target), "Content-Type: " + type + "\r\n", body));
        }
      }
    }
    noneFails(requests, 900);
  }

  @Test
  void oddValuesOfEveryMemberAreNoFault() throws Exception {
    List<RawRequest> requests = new ArrayList<>();
    for (Map.Entry<String, Object> path : contract()) {
      for (Map.Entry<String, Object> operation : (JsonObject) path.getValue()) {
        if (operation.getValue() instanceof JsonObject it && it.containsKey("requestBody")) {
          String line = line(target(operation.getKey(), path.getKey()));
          for (String value : VALUES) {
            requests.add(
                RawRequest.of(
                    line, "Content-Type: application/json\r\n", members(it.encode(), value)));
          }
        }
      }
    }
    noneFails(requests, 100);
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

  /** The server may close a connection that it cannot read on, also before its answer is out. */
  @Test
  void malformedChunksAreNoFault() throws Exception {
    List<RawRequest> requests = new ArrayList<>();
    for (String path : paths("x")) {
      for (String chunk : List.of("zz\r\n{}\r\n0\r\n\r\n", "2\r\n{}xx\r\n")) {
        requests.add(
            new RawRequest(
                "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        .formatted(path)
                    + "Transfer-Encoding: chunked\r\n\r\n"
                    + chunk));
      }
    }
    noneFails(requests, 1);
    noneFails(List.of(RawRequest.of("GET /health", "", "")), 1);
  }

  @Test
  void severalHostsAreABadRequest() throws Exception {
    for (String path : paths("x")) {
      String status =
          new RawRequest("GET " + path + " HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")
              .status(program.node().port());

      assertThat(status).as(path).isEqualTo("400");
    }
  }

  @Test
  void anEmptyTicketIsRejectedAndLimitedLikeAnyAnonymousRequest() throws Exception {
    int limit = 5;
    int port = program.node(Map.of("LIMITS_REQUESTS", "5", "LIMITS_ANONYMOUS", "" + limit)).port();
    List<String> statuses = new ArrayList<>();
    for (String query :
        List.of("?ticket=", "?ticket", "?ticket=a&ticket=b", "?ticket=", "?ticket")) {
      statuses.add(RawRequest.of("GET /ws" + query, "", "").status(port));
    }
    assertThat(statuses).containsOnly("401").hasSize(limit);

    assertThat(RawRequest.of("GET /ws?ticket=", upgrade(), "").status(port)).isEqualTo("429");
    assertThat(RawRequest.of("GET /api/v2/accounts", "", "").status(port)).isEqualTo("429");
  }

  /** Sends requests, of which at least so many must be answered. */
  private static void noneFails(List<RawRequest> requests, int least) throws Exception {
    Map<String, String> faults = new ConcurrentHashMap<>();
    AtomicInteger answered = new AtomicInteger();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Callable<Void>> calls = requests.stream().map(it -> call(it, faults, answered)).toList();
      for (Future<Void> done : clients.invokeAll(calls)) {
        done.get();
      }
    }
    assertThat(answered.get()).as("of %d", requests.size()).isGreaterThanOrEqualTo(least);
    assertThat(faults).isEmpty();
    assertThat(program.logs().lines().stream().filter(line -> line.startsWith("ERROR"))).isEmpty();
  }

  private static Callable<Void> call(
      RawRequest request, Map<String, String> faults, AtomicInteger answered) {
    return () -> {
      String status = request.status(program.node().port());
      if (status.startsWith("5") || status.equals("none")) {
        String bytes = request.bytes();
        faults.put(bytes.substring(0, Math.min(bytes.length(), 200)), status);
      } else if (!status.isEmpty()) {
        answered.incrementAndGet();
      }
      return null;
    };
  }
}

package io.foyer.platform.web;

import static io.foyer.testing.Futures.await;

import io.foyer.platform.Problem;
import io.foyer.platform.config.Cidr;
import io.foyer.platform.config.HostPort;
import io.foyer.platform.config.Secret;
import io.foyer.platform.limits.LimitsConfig;
import io.foyer.platform.limits.RateLimiter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A real edge on a port of its own, with stub operations and routes that misbehave on demand. */
final class HttpServerFixture implements AutoCloseable {
  static final String TOKEN = "right-token";
  static final JsonObject EVALUATION =
      new JsonObject()
          .put("id", 900101)
          .put("meetingId", "0123456789abcdef01234567")
          .put("beginAt", "2026-12-01T14:30:00Z")
          .put("teamId", 770042)
          .putNull("corrector")
          .put("members", new JsonArray())
          .put("status", "unarmed")
          .put("link", "https://foyer.example/j/abc")
          .put("updatedAt", "2026-12-01T10:00:00Z")
          .put("version", 1);

  final Vertx vertx = Vertx.vertx();
  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final List<OperationRequest> calls = new ArrayList<>();
  final Promise<Void> release = Promise.promise();
  final Promise<Void> entered = Promise.promise();
  final HttpServerGroup edge;
  final int port;

  HttpServerFixture() throws Exception {
    this(settings(Duration.ofSeconds(10), 100, Optional.empty()));
  }

  HttpServerFixture(HttpServerSettings settings) throws Exception {
    this(settings, door(new LimitsConfig(0, 0, Duration.ofMinutes(1))));
  }

  HttpServerFixture(HttpServerSettings settings, AdmissionHandler admission) throws Exception {
    OpenApiContract contract = await(OpenApiContract.load(vertx));
    OpenApiRouter api = new OpenApiRouter(vertx, contract, settings, operations(contract));
    edge =
        new HttpServerGroup(
            vertx,
            settings,
            new SimpleMeterRegistry(),
            admission,
            List.of(
                new Odd(),
                new OldApi(),
                api,
                await(Pages.load(vertx, contract, Capabilities.EVERYTHING))));
    port = await(edge.start());
  }

  /** These are looked at; all others of the contract are served with nothing. */
  private Map<String, Operation> operations(OpenApiContract contract) {
    Map<String, Operation> operations = new HashMap<>();
    contract
        .own()
        .operations()
        .forEach(
            it ->
                operations.put(
                    it.getOperationId(),
                    call -> Future.succeededFuture(OperationResponse.nothing())));
    operations.put("listEvaluations", this::list);
    operations.put("getEvaluation", this::get);
    operations.put("notifyEvaluation", this::resend);
    return operations;
  }

  static HttpServerSettings settings(Duration timeout, int connections, Optional<URI> publicUrl) {
    return settings(timeout, connections, connections, publicUrl);
  }

  static HttpServerSettings settings(
      Duration timeout, int connections, int perPeer, Optional<URI> publicUrl) {
    return new HttpServerSettings(
        new HostPort("127.0.0.1", 0), timeout, 1_024, publicUrl, 2, connections, perPeer);
  }

  static AdmissionHandler door(LimitsConfig limits, String... proxies) {
    return new AdmissionHandler(
        new BearerAuthenticator(Secret.of(TOKEN)),
        new ClientAddress(Stream.of(proxies).map(Cidr::parse).toList()),
        RateLimiter.local(limits, new SimpleMeterRegistry()),
        new Origins(
            Optional.of(URI.create("https://foyer.example")),
            List.of(URI.create("https://App.example:443/"))));
  }

  private Future<OperationResponse> list(OperationRequest call) {
    calls.add(call);
    JsonArray items = new JsonArray().add(EVALUATION);
    call.moment("from").ifPresent(from -> items.getJsonObject(0).put("beginAt", from.toString()));
    return Future.succeededFuture(OperationResponse.ok(new JsonObject().put("items", items)));
  }

  private Future<OperationResponse> get(OperationRequest call) {
    return switch ((int) call.id("id")) {
      case 404 -> failed(new Problem.NotFound("There is no such evaluation."));
      case 500 -> throw new IllegalStateException("the secret inside");
      case 501 -> Future.failedFuture(new IllegalStateException("the secret inside"));
      case 503 -> failed(new Problem.Unavailable("Later.", Duration.ofMillis(1_200)));
      default ->
          Future.succeededFuture(
              OperationResponse.ok(EVALUATION.copy().put("history", new JsonArray())));
    };
  }

  private static Future<OperationResponse> failed(Problem problem) {
    return Future.failedFuture(problem.asException());
  }

  private Future<OperationResponse> resend(OperationRequest call) {
    return Future.succeededFuture(OperationResponse.accepted(EVALUATION));
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return send("GET", path, "", headers);
  }

  /** A page as its bytes, for those that are compressed. */
  HttpResponse<byte[]> bytes(String path, String... headers) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .headers(headers)
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<String> api(String path) throws Exception {
    return get(path, "Authorization", "Bearer " + TOKEN);
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(10))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Sends bytes as they are and reads until the server closes. */
  String raw(String bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Override
  public void close() throws TimeoutException {
    client.close();
    await(vertx.close());
  }

  private final class Odd implements RouteGroup {
    @Override
    public void mount(Router router) {
      router.get("/throws").handler(context -> throwing());
      router
          .get("/socket")
          .handler(
              context -> context.request().toWebSocket().onSuccess(it -> it.handler(it::write)));
      router.get("/slow").handler(context -> slow(context.request()));
      router.get("/old/gone").handler(context -> context.fail(410));
    }

    private void throwing() {
      throw new IllegalStateException("the secret inside");
    }

    private void slow(HttpServerRequest request) {
      entered.complete();
      release.future().onSuccess(done -> ResponseLog.log(request.response().end("finished")));
    }

    @Override
    public List<DirectRoute> direct() {
      return List.of(
          lane("/fast", request -> PreparedResponse.empty(204).send(request.response())),
          lane("/fast-throws", request -> throwing()));
    }

    @Override
    public Map<String, ErrorRenderer> errorRenderers() {
      return Map.of("/old", new OldDialect());
    }
  }

  /** An old system's API, with errors in its own words. */
  private static final class OldApi implements RouteGroup {
    @Override
    public void mount(Router router) {
      router
          .get("/v1/old/greeting")
          .handler(context -> ResponseLog.log(context.response().end("hello")));
    }

    @Override
    public Map<String, ErrorRenderer> errorRenderers() {
      return Map.of("/v1/old", new WordyDialect());
    }
  }

  private static final class WordyDialect implements ErrorRenderer {
    @Override
    public PreparedResponse problem(Problem problem) {
      int status = new ProblemRenderer().problem(problem).status();
      return answer(status, problem.getClass().getSimpleName());
    }

    @Override
    public PreparedResponse refusal(int status) {
      return answer(status, "" + status);
    }

    @Override
    public PreparedResponse fault(String id) {
      return answer(500, "fault");
    }

    private static PreparedResponse answer(int status, String what) {
      return PreparedResponse.of(
          status, "text/plain", io.vertx.core.buffer.Buffer.buffer("old " + what));
    }
  }

  private static DirectRoute lane(String path, io.vertx.core.Handler<HttpServerRequest> handler) {
    return new DirectRoute() {
      @Override
      public String path() {
        return path;
      }

      @Override
      public void handle(HttpServerRequest request) {
        handler.handle(request);
      }
    };
  }

  private static final class OldDialect implements ErrorRenderer {
    @Override
    public PreparedResponse problem(Problem problem) {
      return refusal(400);
    }

    @Override
    public PreparedResponse refusal(int status) {
      return PreparedResponse.of(
          status, "text/plain", io.vertx.core.buffer.Buffer.buffer("old " + status));
    }

    @Override
    public PreparedResponse fault(String id) {
      return refusal(500);
    }
  }
}

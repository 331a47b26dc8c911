package io.foyer.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Stand-in of the slack_that service: accepts messages, responds that they are queued, and records
 * them for listeners and tests.
 */
public final class SlackThatStandIn {
  private static final int LARGEST_BODY = 1 << 20;
  private static final int MOST_MESSAGES = 10_000;

  private final StandInServer server;
  private final Recent<Received> received = new Recent<>(MOST_MESSAGES);
  private final List<Consumer<Received>> listeners = new CopyOnWriteArrayList<>();
  private volatile Set<String> workspaces = Set.of();

  /** An accepted message. */
  public record Received(Instant at, JsonObject message) {}

  /** A stand-in that is not started yet. */
  public SlackThatStandIn(Vertx vertx) {
    this.server = new StandInServer(vertx, LARGEST_BODY);
    var router = server.router();
    router.post("/").handler(this::post);
    router.get("/health").handler(this::health);
    router.errorHandler(413, request -> refuse(request, "unexpected end of JSON input"));
  }

  /** Starts it on loopback; port 0 takes a free one. */
  public Future<Void> start(int port) {
    return server.start(port);
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** Its base address, for {@code slack_that.url}. */
  public URI url() {
    return server.url("");
  }

  /** Stops it; requests under way fail. */
  public Future<Void> close() {
    return server.close();
  }

  /** The only workspaces it knows; by default it knows every one. */
  public SlackThatStandIn workspaces(Set<String> known) {
    workspaces = Set.copyOf(known);
    return this;
  }

  /** Adds a listener for accepted messages, called on the server's event loop: must not block. */
  public void onMessage(Consumer<Received> listener) {
    listeners.add(listener);
  }

  /** The last 10,000 messages taken, oldest first. */
  public List<Received> received() {
    return received.items();
  }

  /** How many messages were ever taken. */
  public long count() {
    return received.count();
  }

  /** What goes wrong; the path of messages is {@code /}. */
  public Faults faults() {
    return server.faults();
  }

  /** The last 10,000 requests, oldest first, refused ones included. */
  public List<RecordedCall> calls() {
    return server.calls();
  }

  private void post(RoutingContext request) {
    Optional<JsonObject> message = parse(request);
    if (message.isEmpty()) {
      refuse(request, "json: cannot unmarshal the body");
      return;
    }
    SlackThatRules.problem(message.get(), workspaces)
        .ifPresentOrElse(problem -> refuse(request, problem), () -> take(request, message.get()));
  }

  private static Optional<JsonObject> parse(RoutingContext request) {
    try {
      // The original reads null as a message without members.
      Object body = Json.decodeValue(StandInServer.body(request));
      Object value = body == null ? new JsonObject() : body;
      return value instanceof JsonObject object ? Optional.of(object) : Optional.empty();
    } catch (DecodeException e) {
      return Optional.empty();
    }
  }

  private void take(RoutingContext request, JsonObject message) {
    Received taken = new Received(Instant.now(), message);
    received.add(taken);
    listeners.forEach(listener -> listener.accept(taken));
    Answers.json(request, 201, new JsonObject().put("success", "request queued"));
  }

  private static void refuse(RoutingContext request, String problem) {
    Answers.json(request, 422, new JsonObject().put("error", problem));
  }

  private void health(RoutingContext request) {
    Answers.json(request, 200, new JsonObject().put("active_tasks", 0).put("max_active_tasks", 1));
  }
}

package io.foyer.notify;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A remote party on this machine that answers as it is told, path by path, and remembers all. */
public final class RemoteSide {
  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Map<String, Answer> standing = new ConcurrentHashMap<>();
  private final Map<String, Queue<Answer>> once = new ConcurrentHashMap<>();

  /** What the remote side does with a request it has read whole. */
  public sealed interface Answer {
    /** Answers. */
    record Whole(int status, Map<String, String> headers, Buffer body) implements Answer {}

    /** Closes the connection instead of an answer. */
    record Cut() implements Answer {}

    /** Says nothing, ever. */
    record Silence() implements Answer {}

    /** Answers with {@code json}. */
    static Answer json(int status, JsonObject json) {
      return new Whole(status, Map.of("Content-Type", "application/json"), json.toBuffer());
    }
  }

  /** A request as it arrived. */
  public record Received(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      String body) {
    /** Its body as JSON. */
    public JsonObject json() {
      return new JsonObject(body);
    }
  }

  /** Starts on a free port. */
  public RemoteSide(Vertx vertx) {
    this.server =
        vertx.createHttpServer().requestHandler(this::read).listen(0, "127.0.0.1").await();
  }

  /** Its address. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  /** Answers like this on {@code path} from now on. */
  public void answer(String path, Answer answer) {
    standing.put(path, answer);
  }

  /** Answers like this on {@code path} once, before the standing answer. */
  public void answerOnce(String path, Answer answer) {
    once.computeIfAbsent(path, p -> new ArrayDeque<>()).add(answer);
  }

  /** What arrived on {@code path}. */
  public List<Received> received(String path) {
    return received.stream().filter(request -> request.path().equals(path)).toList();
  }

  /** Goes away: connections are refused from now on. */
  public void close() {
    server.close().await();
  }

  private void read(HttpServerRequest request) {
    request
        .body()
        .onSuccess(body -> judge(request, body))
        .onFailure(cause -> request.connection().close());
  }

  private void judge(HttpServerRequest request, Buffer body) {
    received.add(
        new Received(
            request.method().name(),
            request.path(),
            Map.copyOf(asMap(request.params())),
            Map.copyOf(asMap(request.headers())),
            body.toString()));
    Queue<Answer> first = once.getOrDefault(request.path(), new ArrayDeque<>());
    Answer next = first.isEmpty() ? standing.get(request.path()) : first.poll();
    switch (next == null ? Answer.json(404, new JsonObject()) : next) {
      case Answer.Whole whole -> write(request, whole);
      case Answer.Cut cut -> request.connection().close();
      case Answer.Silence silence -> {}
    }
  }

  private static void write(HttpServerRequest request, Answer.Whole whole) {
    request.response().setStatusCode(whole.status());
    whole.headers().forEach(request.response()::putHeader);
    request.response().end(whole.body());
  }

  private static Map<String, String> asMap(MultiMap entries) {
    Map<String, String> map = new ConcurrentHashMap<>();
    entries.forEach((name, value) -> map.put(name.toLowerCase(Locale.ROOT), value));
    return map;
  }
}

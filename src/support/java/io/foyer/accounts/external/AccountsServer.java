package io.foyer.accounts.external;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** An accounts server on loopback that knows some tokens, and goes wrong when told to. */
final class AccountsServer {
  private final Vertx vertx;
  private final HttpServer server;
  private final Map<String, JsonObject> people = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicReference<Consumer<HttpServerRequest>> behaviour =
      new AtomicReference<>(this::answer);

  AccountsServer(Vertx vertx) {
    this.vertx = vertx;
    this.server =
        vertx
            .createHttpServer()
            .requestHandler(
                request -> {
                  asked.add(request.method() + " " + request.uri());
                  Objects.requireNonNull(behaviour.get()).accept(request);
                })
            .listen(0, "127.0.0.1")
            .await();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  /** Nobody listens any more. */
  void close() {
    server.close().await();
  }

  /** The type follows from the last role. */
  void knows(String token, String user, String name, String... roles) {
    int type = List.of("user", "service", "bot").indexOf(roles[roles.length - 1]) + 1;
    says(
        token,
        new JsonObject()
            .put("user", user)
            .put("type", type)
            .put("name", name)
            .put("about", "")
            .put("roles", new JsonArray(List.of(roles))));
  }

  void says(String token, JsonObject answer) {
    people.put(token, answer);
  }

  Set<String> tokens() {
    return people.keySet();
  }

  void logsOut(String token) {
    people.remove(token);
  }

  /** What it was asked so far. */
  List<String> asked() {
    return List.copyOf(asked);
  }

  private void answer(HttpServerRequest request) {
    String header = String.valueOf(request.getHeader("Authorization"));
    JsonObject person = people.get(header.replaceFirst("^Bearer ", ""));
    if (person == null) {
      request.response().setStatusCode(401).end(new JsonObject().put("error", 1000).encode());
    } else {
      request.response().end(person.encode());
    }
  }

  void well() {
    behaviour.set(this::answer);
  }

  void slow(long millis) {
    behaviour.set(
        request -> vertx.timer(millis, TimeUnit.MILLISECONDS).onSuccess(over -> answer(request)));
  }

  void silent() {
    behaviour.set(request -> {});
  }

  void hangsUp() {
    behaviour.set(request -> request.connection().close());
  }

  void answers(int status, String body) {
    behaviour.set(request -> request.response().setStatusCode(status).end(body));
  }
}

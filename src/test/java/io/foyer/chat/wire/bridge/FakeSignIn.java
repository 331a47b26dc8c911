package io.foyer.chat.wire.bridge;

import io.foyer.chat.wire.plain.OpenSockets;
import io.foyer.chat.wire.plain.SocketGate.Known;
import io.foyer.platform.Problem;
import io.foyer.platform.config.Secret;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * Knows whoever calls himself {@code token-NAME}, and a page by its origin. Of {@code slow} it says
 * nothing, and of {@code away} and the log-in of {@code unsure} that it cannot know.
 */
final class FakeSignIn implements SignIn {
  static final String ORIGIN = "http://foyer.example";
  private static final String PREFIX = "token-";

  static Caller caller(String name) {
    return new Caller(name, name, Role.USER, Optional.empty());
  }

  static Known known(String name) {
    return new Known(caller(name), Optional.empty());
  }

  @Override
  public Future<Caller> still(Caller caller) {
    return caller.account().equals("unsure") ? away() : Future.succeededFuture(caller);
  }

  private static <T> Future<T> away() {
    return Future.failedFuture(
        new Problem.Unavailable("Later.", Duration.ofSeconds(1)).asException());
  }

  @Override
  public void lookAgain(Secret token, OpenSockets.Guest guest) {}

  @Override
  public boolean welcome(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    return origin == null || origin.equals(ORIGIN);
  }

  @Override
  public Future<Optional<Known>> request(HttpServerRequest request) {
    return Future.succeededFuture(
        Optional.ofNullable(request.getHeader("X-Cookie")).map(FakeSignIn::known));
  }

  @Override
  public Future<Known> token(String token) {
    return switch (token) {
      case "slow" -> Promise.<Known>promise().future();
      case "away" -> away();
      case String given when given.startsWith(PREFIX) ->
          Future.succeededFuture(known(given.substring(PREFIX.length())));
      default -> Future.failedFuture(new Problem.Denied("This is no token.").asException());
    };
  }
}

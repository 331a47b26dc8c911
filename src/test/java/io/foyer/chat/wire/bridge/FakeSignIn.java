package io.foyer.chat.wire.bridge;

import io.foyer.chat.wire.plain.OpenSockets;
import io.foyer.chat.wire.plain.SocketGate.Known;
import io.foyer.platform.Problem;
import io.foyer.platform.config.Secret;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Knows whoever calls himself {@code token-NAME}, and a page by its origin. */
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
    return Future.succeededFuture(caller);
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
    return token.startsWith(PREFIX)
        ? Future.succeededFuture(known(token.substring(PREFIX.length())))
        : Future.failedFuture(new Problem.Denied("This is no token.").asException());
  }
}

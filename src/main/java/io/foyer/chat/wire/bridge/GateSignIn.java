package io.foyer.chat.wire.bridge;

import io.foyer.chat.wire.plain.OpenSockets;
import io.foyer.chat.wire.plain.SocketGate;
import io.foyer.chat.wire.plain.SocketGate.Known;
import io.foyer.platform.config.Secret;
import io.foyer.platform.web.Caller;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** The gate of all sockets. */
public record GateSignIn(SocketGate gate) implements SignIn {
  @Override
  public boolean welcome(HttpServerRequest request) {
    return gate.open(request);
  }

  @Override
  public Future<Optional<Known>> request(HttpServerRequest request) {
    return gate.known(request);
  }

  @Override
  public Future<Known> token(String token) {
    return gate.bearer(token);
  }

  @Override
  public Future<Caller> still(Caller caller) {
    return gate.still(caller);
  }

  @Override
  public void lookAgain(Secret token, OpenSockets.Guest guest) {
    gate.lookAgain(token, guest);
  }
}

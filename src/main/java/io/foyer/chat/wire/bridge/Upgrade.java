package io.foyer.chat.wire.bridge;

import io.foyer.platform.socket.Socket;
import io.foyer.platform.socket.SocketListener;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Function;

/** Makes a WebSocket of a request, or answers what is wrong with it. */
@FunctionalInterface
public interface Upgrade {
  /** Calls {@code listener} with the open socket, on its event loop. */
  void open(HttpServerRequest request, Function<Socket, SocketListener> listener);
}

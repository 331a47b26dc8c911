package io.foyer.chat.wire.bridge;

import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Lets the SockJS WebSockets of this node beat, all by one timer. Safe for use by many threads. */
final class Heartbeat {
  static final long EVERY_MILLIS = TimeUnit.SECONDS.toMillis(25);

  private final Set<SockJsSocket> sockets = ConcurrentHashMap.newKeySet();

  void begin(Vertx vertx) {
    vertx.setPeriodic(EVERY_MILLIS, id -> beat());
  }

  void add(SockJsSocket socket) {
    sockets.add(socket);
  }

  void remove(SockJsSocket socket) {
    sockets.remove(socket);
  }

  void beat() {
    sockets.forEach(SockJsSocket::beat);
  }
}

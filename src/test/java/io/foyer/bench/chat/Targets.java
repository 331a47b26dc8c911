package io.foyer.bench.chat;

import java.util.ArrayList;
import java.util.List;

/** Starts what is measured, and ends it. */
final class Targets implements AutoCloseable {
  static final List<String> ALL = List.of("ws", "socket.io");

  private final List<Target> started = new ArrayList<>();

  /** The process of PostgreSQL; 0 where none is used. */
  long database() {
    return 0;
  }

  /** Starts one by its name. */
  Target start(String name) throws Exception {
    Target target =
        switch (name) {
          case "ws" -> new Peer("ws 8", "ws.js", new WsDialect());
          case "socket.io" -> new Peer("socket.io 4.8", "socketio.js", new SocketIoDialect());
          default -> throw new IllegalArgumentException("one of " + ALL + ", not " + name);
        };
    started.add(target);
    return target;
  }

  @Override
  public void close() {
    started.forEach(Target::close);
  }
}

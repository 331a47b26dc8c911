package io.foyer.bench.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts what is measured, and ends it. */
final class Targets implements AutoCloseable {
  static final List<String> ALL = List.of("ws", "socket.io", "foyer", "sockjs");

  private final List<Target> started = new ArrayList<>();
  private Optional<FoyerServer> foyer = Optional.empty();

  /** The process of PostgreSQL; 0 where none is used. */
  long database() throws Exception {
    return foyer.isPresent() ? foyer.get().database() : 0;
  }

  /** Starts one by its name. */
  Target start(String name) throws Exception {
    Target target =
        switch (name) {
          case "ws" -> new NodeJsServer("ws 8", "ws.js", new WsDialect());
          case "socket.io" ->
              new NodeJsServer("socket.io 4.8", "socketio.js", new SocketIoDialect());
          case "foyer" -> foyer().ws();
          case "sockjs" -> foyer().sockJs();
          default -> throw new IllegalArgumentException("one of " + ALL + ", not " + name);
        };
    started.add(target);
    return target;
  }

  private FoyerServer foyer() throws Exception {
    if (foyer.isEmpty()) {
      foyer = Optional.of(new FoyerServer());
    }
    return foyer.get();
  }

  @Override
  public void close() {
    started.forEach(Target::close);
    foyer.ifPresent(FoyerServer::close);
  }
}

package io.foyer.chat.wire.bridge;

import io.foyer.chat.hub.Hub;
import io.foyer.chat.hub.Wire;
import io.foyer.platform.socket.Socket;
import io.foyer.platform.socket.SocketListener;
import io.foyer.platform.web.Caller;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What all connections of the bridge on this node share. */
final class BridgeHouse {
  private static final long SIGN_IN_WITHIN_MILLIS = TimeUnit.SECONDS.toMillis(5);

  private final Vertx vertx;
  private final Hub hub;
  private final SignIn signIn;
  private final Map<String, Verb> verbs;
  private final LongSupplier nanos;
  private final Wire raw = new BridgeWire(Framing.RAW);
  private final Wire sockJs = new BridgeWire(Framing.SOCKJS);

  BridgeHouse(
      Vertx vertx, Hub hub, SignIn signIn, Map<String, Verb> verbs, LongSupplier monotonicNanos) {
    this.vertx = vertx;
    this.hub = hub;
    this.signIn = signIn;
    this.verbs = Map.copyOf(verbs);
    this.nanos = monotonicNanos;
  }

  Hub hub() {
    return hub;
  }

  SignIn signIn() {
    return signIn;
  }

  /** What answers at an address; default deny. */
  Optional<Verb> verb(String address) {
    return Optional.ofNullable(verbs.get(address));
  }

  Wire wire(Framing framing) {
    return switch (framing) {
      case RAW -> raw;
      case SOCKJS -> sockJs;
    };
  }

  long now() {
    return nanos.getAsLong();
  }

  /** Takes a connection in, on its event loop. Whoever is not known must soon say who he is. */
  SocketListener open(Socket socket, Framing framing, Optional<Caller> caller) {
    BridgeSocket opened = new BridgeSocket(this, socket, framing);
    if (caller.isPresent()) {
      opened.admit(caller.get());
    } else {
      vertx.setTimer(SIGN_IN_WITHIN_MILLIS, id -> socket.execute(opened::askedInVain));
    }
    return opened;
  }
}

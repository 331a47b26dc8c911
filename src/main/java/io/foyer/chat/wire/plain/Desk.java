package io.foyer.chat.wire.plain;

import io.foyer.chat.ChatService;
import io.foyer.chat.hub.Hub;
import io.foyer.chat.hub.Wire;
import io.vertx.core.Vertx;

/** What every connection of Foyer's own wires needs. */
public record Desk(Vertx vertx, Hub hub, ChatService chat, SocketGate gate, OpenSockets open) {
  private static final Wire WIRE = new PlainWire();

  /** How {@code /ws} says what everybody is told: one for all, so that it is encoded once. */
  Wire wire() {
    return WIRE;
  }
}

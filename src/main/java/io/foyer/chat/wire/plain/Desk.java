package io.foyer.chat.wire.plain;

import io.foyer.chat.ChatService;
import io.foyer.chat.hub.Hub;
import io.foyer.chat.hub.Wire;
import io.foyer.platform.limits.Limits;
import io.vertx.core.Vertx;

/**
 * What every connection of Foyer's own wires needs.
 *
 * @param says how much one account may say
 */
public record Desk(
    Vertx vertx, Hub hub, ChatService chat, SocketGate gate, OpenSockets open, Limits says) {
  private static final Wire WIRE = new PlainWire();

  /** How {@code /ws} says what everybody is told: one for all, so that it is encoded once. */
  Wire wire() {
    return WIRE;
  }
}

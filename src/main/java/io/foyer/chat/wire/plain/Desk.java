package io.foyer.chat.wire.plain;

import io.foyer.chat.ChatService;
import io.foyer.chat.hub.Hub;
import io.foyer.chat.hub.Wire;
import io.foyer.feeds.FeedSeats;
import io.foyer.feeds.FeedWire;
import io.vertx.core.Vertx;

/** What every connection of Foyer's own wires needs. */
public record Desk(
    Vertx vertx, Hub hub, ChatService chat, FeedSeats feeds, SocketGate gate, OpenSockets open) {
  private static final Wire WIRE = new PlainWire();
  private static final FeedWire FEED_WIRE = new PlainFeedWire();

  /** How {@code /ws} says what everybody is told: one for all, so that it is encoded once. */
  Wire wire() {
    return WIRE;
  }

  /** The same for messages of feeds. */
  FeedWire feedWire() {
    return FEED_WIRE;
  }
}

package io.foyer.chat.wire.bridge;

import io.foyer.feeds.FeedItem;
import io.foyer.feeds.FeedWire;
import io.netty.buffer.ByteBuf;
import io.vertx.core.json.Json;
import java.util.List;

/** What followers of a feed are told in one framing: each message by itself, at its address. */
final class BridgeFeedWire implements FeedWire {
  private final Framing framing;

  BridgeFeedWire(Framing framing) {
    this.framing = framing;
  }

  @Override
  public ByteBuf messages(String subject, List<FeedItem> items) {
    String head =
        "{\"type\":\"rec\",\"address\":"
            + Json.encode(Address.ofFeed(subject))
            + ",\"body\":{\"kind\":\"message\",\"feed\":"
            + Json.encode(subject)
            + ",\"message\":";
    return framing.wrap(items.stream().map(item -> head + item.json() + "}}").toList());
  }
}

package io.foyer.chat.wire.plain;

import io.foyer.feeds.FeedItem;
import io.foyer.feeds.FeedWire;
import io.foyer.platform.socket.Frames;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** What followers of a feed are told, in version 1 of the protocol of {@code /ws}. */
final class PlainFeedWire implements FeedWire {
  @Override
  public ByteBuf messages(String subject, List<FeedItem> items) {
    return Frames.text(FeedPage.of(Said.MESSAGES.type(), subject, items));
  }
}

package io.foyer.chat.wire.plain;

import io.foyer.feeds.FeedItem;
import io.foyer.feeds.FeedWire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/** What followers of a feed are told as Server-Sent Events. */
final class StreamFeedWire implements FeedWire {
  @Override
  public ByteBuf messages(String subject, List<FeedItem> items) {
    ByteBuf text = ByteBufAllocator.DEFAULT.directBuffer();
    StreamWire.append(
        text,
        "id: " + items.getLast().number() + "\nevent: " + Said.MESSAGES.type() + "\n",
        FeedPage.of("", subject, items));
    return text;
  }
}

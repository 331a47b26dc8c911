package io.foyer.feeds;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * How a protocol says messages of a feed: complete frames, made once for all sockets that speak it.
 * One instance per protocol and node; safe for use by many threads.
 */
public interface FeedWire {
  /**
   * Messages that follow each other in one feed; some 48 KiB together, or one.
   *
   * @return a buffer that the caller releases; it is written to many sockets
   */
  ByteBuf messages(String subject, List<FeedItem> items);
}

package io.foyer.feeds;

import io.vertx.core.buffer.Buffer;

/** Encodes messages for a download. */
interface RowEncoder {
  /** What stands before the first, if anything. */
  String head();

  /** Adds one message. */
  void add(Buffer text, StoredMessage message);

  /** One JSON object a line, as the pages have them. */
  static RowEncoder json(MessageSchema messageSchema, boolean payload) {
    return new RowEncoder() {
      @Override
      public String head() {
        return "";
      }

      @Override
      public void add(Buffer text, StoredMessage message) {
        text.appendBuffer(FeedJson.message(message, messageSchema, payload).toBuffer());
        text.appendString("\n");
      }
    };
  }
}

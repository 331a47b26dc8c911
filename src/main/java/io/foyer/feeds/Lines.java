package io.foyer.feeds;

import io.vertx.core.buffer.Buffer;

/** How messages are said in a download. */
interface Lines {
  /** What stands before the first, if anything. */
  String head();

  /** Adds one message. */
  void add(Buffer text, Kept message);

  /** One JSON object a line, as the pages have them. */
  static Lines json(Format format, boolean payload) {
    return new Lines() {
      @Override
      public String head() {
        return "";
      }

      @Override
      public void add(Buffer text, Kept message) {
        text.appendBuffer(FeedJson.message(message, format, payload).toBuffer());
        text.appendString("\n");
      }
    };
  }
}

package io.foyer.chat.wire.plain;

import io.foyer.feeds.FeedItem;
import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Messages of a feed as all of Foyer's own wires show them: {@code {feed, items}}. */
final class FeedPage {
  private FeedPage() {}

  /**
   * Messages that follow each other.
   *
   * @param type of the frame; empty for none
   */
  static byte[] of(String type, String subject, List<FeedItem> items) {
    StringBuilder json = new StringBuilder("{");
    if (!type.isEmpty()) {
      json.append("\"type\":\"").append(type).append("\",");
    }
    json.append("\"feed\":").append(Json.encode(subject)).append(",\"items\":[");
    for (FeedItem item : items) {
      json.append(item.json()).append(',');
    }
    json.setCharAt(json.length() - 1, ']');
    return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }
}

package io.foyer.feeds;

import io.foyer.feeds.Quarantined.StreamPosition;
import io.foyer.feeds.Replayer.Outcome;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Writes operators' views of feeds as JSON of {@code /api/v2}. */
final class FeedAdminJson {
  private FeedAdminJson() {}

  static JsonObject stream(StreamStatus standing) {
    JsonObject json =
        new JsonObject()
            .put("name", standing.name())
            .put("written", standing.written())
            .put("incarnations", standing.incarnations())
            .put("gaps", standing.gaps())
            .put("lost", standing.lost())
            .put("bytes", standing.bytes());
    standing
        .look()
        .ifPresent(
            lagSample -> json.put("lag", lagSample.lag()).put("seenAt", lagSample.at().toString()));
    return json;
  }

  static JsonObject minutes(List<MinuteCount> minutes) {
    JsonArray items = new JsonArray();
    minutes.forEach(
        each ->
            items.add(
                new JsonObject().put("at", each.at().toString()).put("messages", each.messages())));
    return new JsonObject().put("items", items);
  }

  static JsonObject gaps(List<Gap> gaps) {
    JsonArray items = new JsonArray();
    gaps.forEach(
        each ->
            items.add(
                new JsonObject()
                    .put("stream", each.stream())
                    .put("incarnation", each.incarnation())
                    .put("first", each.first())
                    .put("last", each.last())
                    .put("foundAt", each.foundAt().toString())));
    return new JsonObject().put("items", items);
  }

  /** A page; {@code next} is there where there are more. */
  static JsonObject page(List<Quarantined> page, Optional<StreamPosition> next) {
    JsonArray items = new JsonArray();
    page.forEach(each -> items.add(quarantined(each)));
    JsonObject json = new JsonObject().put("items", items);
    next.ifPresent(position -> json.put("next", position.toString()));
    return json;
  }

  private static JsonObject quarantined(Quarantined each) {
    JsonObject json =
        new JsonObject()
            .put("incarnation", each.position().incarnation())
            .put("seq", each.position().seq())
            .put("at", each.at().toString())
            .put("reason", each.reason())
            .put("foundAt", each.foundAt().toString())
            .put("payload", FeedJson.base64(each.payload()));
    each.replay()
        .ifPresent(
            replay ->
                json.put("replayedAs", replay.number()).put("replayedAt", replay.at().toString()));
    return json;
  }

  static JsonObject outcome(Outcome outcome) {
    JsonObject json =
        new JsonObject()
            .put("replayed", outcome.replayed())
            .put("still", outcome.still())
            .put("more", outcome.next().isPresent());
    outcome.next().ifPresent(position -> json.put("next", position.toString()));
    return json;
  }
}

package io.foyer.feeds;

import io.foyer.feeds.Quarantined.StreamPosition;
import io.foyer.platform.Problem;
import io.foyer.platform.web.Operation;
import io.foyer.platform.web.OperationRequest;
import io.foyer.platform.web.OperationResponse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** HTTP operations of {@code /api/v2/feeds} for administrators. */
final class FeedAdminApi {
  private static final int PAGE = 50;
  private static final int GAPS = 100;

  private final List<Definition> definitions;
  private final StreamQueries streams;
  private final QuarantineStore quarantine;
  private final Replayer replayer;

  FeedAdminApi(
      List<Definition> definitions,
      StreamQueries streams,
      QuarantineStore quarantine,
      Replayer replayer) {
    this.definitions = definitions;
    this.streams = streams;
    this.quarantine = quarantine;
    this.replayer = replayer;
  }

  /** By the contract's operation ids. */
  Map<String, Operation> operations() {
    return Map.of(
        "listFeedGaps", this::gaps,
        "listFeedQuarantine", this::quarantine,
        "replayFeedQuarantine", this::replay);
  }

  private Future<OperationResponse> gaps(OperationRequest call) {
    return streams
        .gaps(call.number("limit").orElse(GAPS))
        .map(gaps -> OperationResponse.ok(FeedAdminJson.gaps(gaps)));
  }

  private Future<OperationResponse> quarantine(OperationRequest call) {
    StreamPosition after = after(call.text("after"));
    int limit = call.number("limit").orElse(PAGE);
    return feed(call)
        .compose(
            feed ->
                feed.isEmpty()
                    ? Future.succeededFuture(FeedAdminJson.page(List.of(), Optional.empty()))
                    : page(feed.get(), after, limit, call.flag("all")))
        .map(OperationResponse::ok);
  }

  private Future<JsonObject> page(Feed feed, StreamPosition after, int limit, boolean all) {
    return quarantine
        .page(feed, after, limit, all)
        .compose(page -> next(feed, page, all).map(next -> FeedAdminJson.page(page, next)));
  }

  /** A byte limit may have cut the page, so its length does not show whether there are more. */
  private Future<Optional<StreamPosition>> next(Feed feed, List<Quarantined> page, boolean all) {
    if (page.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    StreamPosition last = page.getLast().position();
    return quarantine
        .page(feed, last, 1, all)
        .map(more -> more.isEmpty() ? Optional.empty() : Optional.of(last));
  }

  private Future<OperationResponse> replay(OperationRequest call) {
    JsonObject wish = call.body().orElseGet(JsonObject::new);
    StreamPosition after = after(Optional.ofNullable(wish.getString("after")));
    return feed(call)
        .compose(
            feed -> {
              if (feed.isEmpty()) {
                return Future.succeededFuture(Replayer.Outcome.NOTHING);
              }
              return wish.containsKey("items")
                  ? replayer.some(feed.get(), spots(wish.getJsonArray("items")))
                  : replayer.all(feed.get(), after);
            })
        .map(outcome -> OperationResponse.ok(FeedAdminJson.outcome(outcome)));
  }

  private static List<StreamPosition> spots(JsonArray items) {
    return IntStream.range(0, items.size())
        .mapToObj(items::getJsonObject)
        .map(item -> new StreamPosition(item.getLong("incarnation"), item.getLong("seq")))
        .distinct()
        .toList();
  }

  private static StreamPosition after(Optional<String> text) {
    return text.map(StreamPosition::of).orElse(StreamPosition.START);
  }

  private Future<Optional<Feed>> feed(OperationRequest call) {
    String subject = call.text("subject").orElseThrow();
    return definitions.stream()
        .filter(each -> each.subject().equals(subject))
        .findFirst()
        .map(quarantine::feed)
        .orElseGet(
            () ->
                Future.failedFuture(new Problem.NotFound("There is no such feed.").asException()));
  }
}

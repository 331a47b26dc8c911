package io.foyer.feeds;

import io.foyer.feeds.MessageRange.Period;
import io.foyer.platform.Problem;
import io.foyer.platform.db.Outage;
import io.foyer.platform.web.Operation;
import io.foyer.platform.web.OperationRequest;
import io.foyer.platform.web.OperationResponse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * HTTP operations of {@code /api/v2/feeds} for readers. A feed that the caller may not read does
 * not exist for them (404).
 */
final class FeedApi {
  private static final int PAGE = 100;
  private static final int MINUTES = 60;

  private final List<Definition> definitions;
  private final FeedQueries queries;
  private final StreamQueries streams;
  private final String stream;

  /**
   * The operations on these feeds.
   *
   * @param stream that captures them
   */
  FeedApi(List<Definition> definitions, FeedQueries queries, StreamQueries streams, String stream) {
    this.definitions = definitions;
    this.queries = queries;
    this.streams = streams;
    this.stream = stream;
  }

  /** By the contract's operation ids. */
  Map<String, Operation> operations() {
    return Map.of(
        "listFeeds", this::list,
        "listFeedMessages", this::messages,
        "listFeedMinutes", this::minutes);
  }

  /** Of a node that has no feeds. */
  static Map<String, Operation> none() {
    Operation nothing =
        call -> Future.failedFuture(new Problem.NotFound("There are no feeds here.").asException());
    return Stream.of(
            "listFeeds",
            "listFeedMessages",
            "listFeedMinutes",
            "listFeedGaps",
            "listFeedQuarantine",
            "replayFeedQuarantine")
        .collect(Collectors.toMap(name -> name, name -> nothing));
  }

  private Future<OperationResponse> list(OperationRequest call) {
    List<Definition> mine =
        definitions.stream().filter(each -> each.feedAcl().allow(call.caller())).toList();
    return queries
        .standings(mine.stream().map(Definition::subject).toList())
        .compose(standings -> streams.stream(stream).map(state -> all(mine, standings, state)));
  }

  private static OperationResponse all(
      List<Definition> mine, Map<String, FeedStats> standings, StreamStatus stream) {
    JsonArray items = new JsonArray();
    mine.forEach(
        each ->
            items.add(FeedJson.feed(each, standings.getOrDefault(each.subject(), FeedStats.NEW))));
    return OperationResponse.ok(
        new JsonObject().put("items", items).put("stream", FeedAdminJson.stream(stream)));
  }

  private Future<OperationResponse> minutes(OperationRequest call) {
    return streams
        .minutes(feed(call).subject(), call.number("last").orElse(MINUTES))
        .map(minutes -> OperationResponse.ok(FeedAdminJson.minutes(minutes)));
  }

  private Future<OperationResponse> messages(OperationRequest call) {
    ExportFormat exportFormat = ExportFormat.of(call);
    Period period = period(call);
    boolean payload = call.flag("payload");
    if (payload && exportFormat == ExportFormat.CSV) {
      throw wrong("payload", "has no place in CSV");
    }
    Definition feed = feed(call);
    return queries
        .span(feed.subject(), call.text("after").map(Long::valueOf).orElse(0L), period)
        .compose(
            range ->
                switch (exportFormat) {
                  case JSON -> page(call, feed, range);
                  case NDJSON ->
                      download(
                          call,
                          feed,
                          exportFormat,
                          range,
                          RowEncoder.json(feed.messageSchema(), payload));
                  case CSV ->
                      download(call, feed, exportFormat, range, new FeedCsv(feed.messageSchema()));
                });
  }

  private static Period period(OperationRequest call) {
    Optional<Instant> from = call.moment("from");
    Optional<Instant> to = call.moment("to");
    if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
      throw wrong("from", "is after to");
    }
    return new Period(from, to);
  }

  private Definition feed(OperationRequest call) {
    String subject = call.text("subject").orElseThrow();
    return definitions.stream()
        .filter(each -> each.subject().equals(subject) && each.feedAcl().allow(call.caller()))
        .findFirst()
        .orElseThrow(() -> new Problem.NotFound("There is no such feed.").asException());
  }

  private Future<OperationResponse> page(
      OperationRequest call, Definition feed, MessageRange range) {
    int limit = call.number("limit").orElse(PAGE);
    return (range.over()
            ? Future.succeededFuture(List.<StoredMessage>of())
            : queries.page(range, limit))
        .map(
            page ->
                OperationResponse.ok(
                    FeedJson.page(range, page, feed.messageSchema(), call.flag("payload"))));
  }

  private Future<OperationResponse> download(
      OperationRequest call,
      Definition feed,
      ExportFormat exportFormat,
      MessageRange range,
      RowEncoder rowEncoder) {
    long most = call.number("limit").map(Integer::longValue).orElse(Long.MAX_VALUE);
    Download download = new Download(queries, rowEncoder, range, most);
    return Future.succeededFuture(
        OperationResponse.streamed(
                exportFormat.type() + "; charset=utf-8",
                () -> Outage.toUnavailable(download.next()))
            .with(
                "Content-Disposition",
                "attachment; filename=\"%s.%s\""
                    .formatted(feed.subject(), exportFormat.extension())));
  }

  private static RuntimeException wrong(String field, String reason) {
    return new Problem.Invalid(
            "The request does not keep to the contract.", List.of(new Problem.Field(field, reason)))
        .asException();
  }
}

package io.foyer.evaluations;

import io.foyer.evaluations.EvaluationQueries.Filter;
import io.foyer.evaluations.EvaluationQueries.Place;
import io.foyer.evaluations.EvaluationQueries.View;
import io.foyer.evaluations.EvaluationQueries.Viewer;
import io.foyer.meetings.MeetingHistoryQueries;
import io.foyer.meetings.MeetingService;
import io.foyer.platform.Problem;
import io.foyer.platform.db.Database;
import io.foyer.platform.inbox.InboxStore;
import io.foyer.platform.web.Caller.Role;
import io.foyer.platform.web.Operation;
import io.foyer.platform.web.OperationRequest;
import io.foyer.platform.web.OperationResponse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * HTTP operations of {@code /api/v2/evaluations}. Admins see all evaluations; other users only
 * those they take part in: the others do not exist for them (404).
 */
final class EvaluationApi {
  private static final int PAGE = 50;

  private final EvaluationQueries queries = new EvaluationQueries();
  private final MeetingHistoryQueries history = new MeetingHistoryQueries();
  private final Database database;
  private final InboxStore inbox;
  private final MeetingService meetings;
  private final String linkPrefix;
  private final Viewers viewers;

  EvaluationApi(
      Database database,
      InboxStore inbox,
      MeetingService meetings,
      String linkPrefix,
      Viewers viewers) {
    this.database = database;
    this.inbox = inbox;
    this.meetings = meetings;
    this.linkPrefix = linkPrefix;
    this.viewers = viewers;
  }

  /** By the contract's operation ids. */
  Map<String, Operation> operations() {
    return Map.of(
        "listEvaluations", this::list,
        "getEvaluation", this::get,
        "notifyEvaluation", this::announceAgain);
  }

  private Future<OperationResponse> list(OperationRequest call) {
    int limit = call.number("limit").orElse(PAGE);
    Filter filter = new Filter(call.text("status"), call.moment("from"), call.moment("to"));
    Optional<Place> after = call.text("cursor").map(EvaluationApi::place);
    return viewer(call)
        .compose(viewer -> queries.list(database, viewer, filter, after, limit + 1))
        .map(views -> OperationResponse.ok(page(views, limit)));
  }

  private Future<Viewer> viewer(OperationRequest call) {
    return call.caller().role() == Role.ADMIN
        ? Future.succeededFuture(Viewer.EVERYTHING)
        : viewers.login(call.caller()).map(Viewer::login);
  }

  private JsonObject page(List<View> views, int limit) {
    List<View> shown = views.subList(0, Math.min(limit, views.size()));
    JsonArray items = new JsonArray();
    shown.forEach(view -> items.add(EvaluationQueries.json(view, linkPrefix)));
    JsonObject page = new JsonObject().put("items", items);
    return views.size() > limit ? page.put("next", cursor(shown.getLast())) : page;
  }

  private static String cursor(View last) {
    String place = last.beginAt() + " " + last.id();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }

  private static Place place(String cursor) {
    try {
      String[] parts =
          new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ", 2);
      return new Place(Instant.parse(parts[0]), Long.parseLong(parts[1]));
    } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException e) {
      throw new Problem.Invalid(
              "The cursor is not one of ours.",
              List.of(new Problem.Field("cursor", "must be the next of a page")))
          .asException();
    }
  }

  private Future<OperationResponse> get(OperationRequest call) {
    return find(call).compose(this::withHistory).map(OperationResponse::ok);
  }

  private Future<View> find(OperationRequest call) {
    return viewer(call)
        .compose(viewer -> queries.one(database, viewer, call.id("id")))
        .compose(
            found ->
                found
                    .map(Future::succeededFuture)
                    .orElseGet(
                        () ->
                            Future.failedFuture(
                                new Problem.NotFound("There is no such evaluation.")
                                    .asException())));
  }

  private Future<JsonObject> withHistory(View view) {
    return inbox
        .about(database, EvaluationDoor.SOURCE, Long.toString(view.id()))
        .compose(
            received ->
                history
                    .of(database, view.meetingId())
                    .map(
                        events ->
                            EvaluationQueries.json(view, linkPrefix)
                                .put("history", History.of(view, received, events))));
  }

  private Future<OperationResponse> announceAgain(OperationRequest call) {
    return find(call)
        .compose(view -> meetings.announceAgain(view.meetingId()))
        .compose(version -> find(call))
        .map(view -> OperationResponse.accepted(EvaluationQueries.json(view, linkPrefix)));
  }
}

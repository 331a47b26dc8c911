package io.foyer.rooms;

import io.foyer.meetings.Entrance;
import io.foyer.meetings.Entrances;
import io.foyer.meetings.Entrances.Admission;
import io.foyer.meetings.Meeting;
import io.foyer.platform.Problem;
import io.foyer.platform.web.Pages;
import io.foyer.platform.web.RouteGroup;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Serves {@code GET /j/<key>}, the link of a meeting: 302 to the room; before it opens a page that
 * waits and then leads there; 410 with a page when the meeting is over.
 */
public final class JoinRoutes implements RouteGroup {
  /** The part of a link before the key. */
  public static final String PATH = "/j/";

  private static final String HTML = "text/html";

  /** Pages without scripts ask again at the latest after this. */
  private static final Duration REFRESH = Duration.ofMinutes(1);

  private static final ZoneId UTC = ZoneId.of("UTC");

  private static final DateTimeFormatter TEXT =
      DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm zzz", Locale.ENGLISH);

  private final Entrances entrances;
  private final Pages pages;

  public JoinRoutes(Entrances entrances, Pages pages) {
    this.entrances = entrances;
    this.pages = pages;
  }

  @Override
  public void mount(Router router) {
    router.get(PATH + ":key").handler(this::join);
  }

  @Override
  public Set<String> allowed(String path) {
    return path.startsWith(PATH) ? Set.of("GET") : Set.of();
  }

  private void join(RoutingContext context) {
    entrances
        .find(context.pathParam("key"))
        .onSuccess(found -> answer(context, found))
        .onFailure(context::fail);
  }

  private void answer(RoutingContext context, Optional<Admission> found) {
    if (found.isEmpty()) {
      unknown(context);
      return;
    }
    Meeting meeting = found.get().meeting();
    switch (found.get().entrance()) {
      case Entrance.Open(URI address) -> redirect(context, address);
      case Entrance.NotYet(Instant opensAt) ->
          waiting(context, meeting, opensAt, found.get().now());
      case Entrance.Over(Instant endedAt) -> over(context, meeting, endedAt);
    }
  }

  private static void redirect(RoutingContext context, URI room) {
    context
        .response()
        .setStatusCode(302)
        .putHeader("Location", room.toString())
        .putHeader("Cache-Control", "no-store")
        .end()
        .onFailure(gone -> context.response().reset());
  }

  private void waiting(RoutingContext context, Meeting meeting, Instant opensAt, Instant now) {
    long seconds = Math.max(1, Duration.between(now, opensAt).toSeconds() + 1);
    Map<String, String> values = values(meeting);
    put(values, "opens", meeting, opensAt);
    values.put("now", now.toString());
    values.put("refresh", Long.toString(Math.min(seconds, REFRESH.toSeconds())));
    context.response().putHeader("Retry-After", Long.toString(seconds));
    page(context, 200, "entrance-wait", values);
  }

  private void over(RoutingContext context, Meeting meeting, Instant endedAt) {
    Map<String, String> values = values(meeting);
    put(values, "ended", meeting, endedAt);
    page(context, 410, "entrance-over", values);
  }

  private void unknown(RoutingContext context) {
    if (takesHtml(context)) {
      page(context, 404, "entrance-unknown", Map.of());
    } else {
      context.fail(
          new Problem.NotFound("There is no such meeting, or it was cancelled.").asException());
    }
  }

  private static boolean takesHtml(RoutingContext context) {
    String accepted = context.request().getHeader("Accept");
    return accepted != null && accepted.contains(HTML);
  }

  private static Map<String, String> values(Meeting meeting) {
    Map<String, String> values = new HashMap<>();
    values.put("title", meeting.title());
    put(values, "starts", meeting, meeting.times().startsAt());
    return values;
  }

  private static void put(Map<String, String> values, String name, Meeting meeting, Instant at) {
    ZoneId zone = meeting.times().zone().orElse(UTC);
    values.put(name + "-at", at.toString());
    values.put(name + "-text", TEXT.format(at.atZone(zone)));
  }

  private void page(
      RoutingContext context, int status, String template, Map<String, String> values) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "text/html; charset=utf-8")
        .putHeader("Cache-Control", "no-store")
        .end(pages.fill(template, values))
        .onFailure(gone -> context.response().reset());
  }
}

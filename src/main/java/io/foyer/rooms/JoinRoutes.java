package io.foyer.rooms;

import io.foyer.meetings.Meeting;
import io.foyer.meetings.Meeting.Status;
import io.foyer.meetings.MeetingService;
import io.foyer.meetings.Participant;
import io.foyer.platform.Problem;
import io.foyer.platform.config.Secret;
import io.foyer.platform.web.RouteGroup;
import io.foyer.rooms.jitsi.JitsiRooms;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Serves {@code GET /j/<key>}, the link of a reminder: redirects to the room. The key consists of
 * the meeting's id and a secret, which is compared in constant time.
 */
public final class JoinRoutes implements RouteGroup {
  /** The part of a link before the key. */
  public static final String PATH = "/j/";

  private static final int ID_LENGTH = 24;
  private static final Duration LONGEST = Duration.ofHours(4);

  private final MeetingService meetings;
  private final JitsiRooms rooms;

  public JoinRoutes(MeetingService meetings, JitsiRooms rooms) {
    this.meetings = meetings;
    this.rooms = rooms;
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
    find(context.pathParam("key"))
        .map(this::room)
        .onSuccess(room -> redirect(context, room))
        .onFailure(context::fail);
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

  private Future<Meeting> find(String key) {
    if (key.length() <= ID_LENGTH) {
      return Future.failedFuture(notFound());
    }
    return meetings
        .find(key.substring(0, ID_LENGTH))
        .map(
            found ->
                found
                    .filter(meeting -> Secret.of(meeting.joinKey()).matches(key))
                    .filter(meeting -> meeting.status() != Status.CANCELLED)
                    .orElseThrow(JoinRoutes::notFound));
  }

  private static RuntimeException notFound() {
    return new Problem.NotFound("There is no such meeting, or it was taken back.").asException();
  }

  private URI room(Meeting meeting) {
    List<String> logins = meeting.participants().stream().map(Participant::login).toList();
    String name =
        rooms.fixedName(Long.parseLong(meeting.originId()), logins).orElse(meeting.roomName());
    return rooms.link(name, Optional.of(meeting.startsAt().plus(LONGEST)), Optional.empty());
  }
}

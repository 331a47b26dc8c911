package io.foyer.evaluations.intra;

import io.foyer.platform.http.OutboundHttp.Answer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads all pages of {@code GET v2/teams/{id}/users}. */
final class TeamMembers {
  private static final Logger log = LoggerFactory.getLogger(TeamMembers.class);
  private static final int MOST_PAGES = 20;

  private final IntraCalls calls;

  TeamMembers(IntraCalls calls) {
    this.calls = calls;
  }

  /** The logins in the intranet's order, each once. */
  Future<List<String>> of(long teamId, Deadline deadline) {
    String path = "v2/teams/" + teamId + "/users";
    Walk walk = new Walk(teamId, path, deadline, new LinkedHashSet<>());
    return read(walk, path, 1).map(nothing -> List.copyOf(walk.logins()));
  }

  private record Walk(long teamId, String path, Deadline deadline, Set<String> logins) {}

  private Future<Void> read(Walk walk, String target, int page) {
    return calls
        .get(target, walk.deadline())
        .compose(
            answer -> {
              boolean grew = add(walk, Json.array(IntraCalls.body(answer)));
              return follow(walk, answer, page, grew);
            });
  }

  private Future<Void> follow(Walk walk, Answer answer, int page, boolean grew) {
    Optional<String> next = NextPage.query(answer.headers());
    // A page without new members ends the loop, because a server that ignores the query never
    // would.
    if (next.isEmpty() || !grew) {
      return Future.succeededFuture();
    }
    if (page == MOST_PAGES) {
      log.atWarn()
          .addKeyValue("team", walk.teamId())
          .log("Team has too many pages, the rest is ignored");
      return Future.succeededFuture();
    }
    return read(walk, walk.path() + "?" + next.get(), page + 1);
  }

  private static boolean add(Walk walk, JsonArray page) {
    List<String> logins =
        page.stream()
            .filter(JsonObject.class::isInstance)
            .map(JsonObject.class::cast)
            .flatMap(member -> Json.optionalText(member, "login").stream())
            .toList();
    if (logins.size() < page.size()) {
      log.atWarn().addKeyValue("team", walk.teamId()).log("Team member without a login ignored");
    }
    return walk.logins().addAll(logins);
  }
}

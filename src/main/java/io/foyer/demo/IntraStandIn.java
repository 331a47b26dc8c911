package io.foyer.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stand-in of the 42 intranet's API, as far as Foyer uses it: a token endpoint, evaluations, team
 * members and users. It generates unknown users, so that any booking works, unless {@link #strict}
 * is set. Its data may be changed from any thread while it runs.
 */
public final class IntraStandIn {
  private final StandInServer server;
  private final StandInTokens tokens = new StandInTokens();
  private final Map<Long, List<String>> teams = new ConcurrentHashMap<>();
  private final Map<String, Optional<String>> emails = new ConcurrentHashMap<>();
  private final Map<Long, JsonObject> evaluations = new ConcurrentHashMap<>();
  private volatile boolean strict;
  private volatile TeamPages pages = TeamPages.NONE;

  /** A stand-in that is not started yet. */
  public IntraStandIn(Vertx vertx) {
    this.server = new StandInServer(vertx, 1 << 20);
    var router = server.router();
    router.post("/oauth/token").handler(this::token);
    router.route("/v2/*").handler(this::authorize);
    router.get("/v2/scale_teams/:id").handler(this::evaluation);
    router.get("/v2/teams/:id/users").handler(this::members);
    router.get("/v2/users/:login").handler(this::person);
  }

  /** Starts it on loopback; port 0 takes a free one. */
  public Future<Void> start(int port) {
    return server.start(port);
  }

  /** The port it listens on. */
  public int port() {
    return server.port();
  }

  /** Its base address, for {@code intra.url}. */
  public URI url() {
    return server.url("");
  }

  /** Stops it; requests under way fail. */
  public Future<Void> close() {
    return server.close();
  }

  /** From now on unknown teams and people are 404. */
  public IntraStandIn strict() {
    strict = true;
    return this;
  }

  /** Sets the members of a team. */
  public IntraStandIn team(long id, List<String> logins) {
    teams.put(id, List.copyOf(logins));
    return this;
  }

  /** Sets the e-mail of a person; empty for one who has none ({@code null}). */
  public IntraStandIn email(String login, Optional<String> email) {
    emails.put(login, email);
    return this;
  }

  /**
   * Sets what {@code GET v2/scale_teams/{id}} answers, {@code id} being the member of that name.
   */
  public IntraStandIn evaluation(JsonObject scaleTeam) {
    evaluations.put(scaleTeam.getLong("id"), scaleTeam.copy());
    return this;
  }

  /** Deletes an evaluation: 404 from now on. */
  public IntraStandIn withoutEvaluation(long id) {
    evaluations.remove(id);
    return this;
  }

  /** Sets the pagination of team members. */
  public IntraStandIn pages(TeamPages how) {
    pages = how;
    return this;
  }

  /** How long the tokens live that are given out from now on. */
  public IntraStandIn tokenLife(Duration life) {
    tokens.live(life);
    return this;
  }

  /** No token given out so far is accepted any more. */
  public void revokeTokens() {
    tokens.revokeAll();
  }

  /** What goes wrong; paths as in {@code /v2/teams}. */
  public Faults faults() {
    return server.faults();
  }

  /** The last 10,000 requests, oldest first. */
  public List<RecordedCall> calls() {
    return server.calls();
  }

  private void token(RoutingContext request) {
    Answers.json(request, 200, tokens.issue());
  }

  private void authorize(RoutingContext request) {
    if (tokens.accepts(Optional.ofNullable(request.request().getHeader("Authorization")))) {
      request.next();
    } else {
      Answers.json(request, 401, new JsonObject().put("error", "Not authorized"));
    }
  }

  private void evaluation(RoutingContext request) {
    number(request)
        .map(evaluations::get)
        .ifPresentOrElse(known -> Answers.json(request, 200, known), () -> unknown(request));
  }

  private void members(RoutingContext request) {
    number(request)
        .flatMap(this::membersOf)
        .ifPresentOrElse(logins -> pages.answer(request, logins), () -> unknown(request));
  }

  private Optional<List<String>> membersOf(long team) {
    List<String> known = teams.get(team);
    if (known != null || strict) {
      return Optional.ofNullable(known);
    }
    String stem = "stu" + team % 97;
    return Optional.of(List.of(stem + "a", stem + "b"));
  }

  private void person(RoutingContext request) {
    String login = request.pathParam("login");
    Optional<String> known = emails.get(login);
    if (known == null && strict) {
      unknown(request);
      return;
    }
    Optional<String> email = known == null ? Optional.of(login + "@student.example.org") : known;
    Answers.json(
        request, 200, new JsonObject().put("login", login).put("email", email.orElse(null)));
  }

  private static Optional<Long> number(RoutingContext request) {
    String id = request.pathParam("id");
    return id.matches("\\d{1,18}") ? Optional.of(Long.valueOf(id)) : Optional.empty();
  }

  private static void unknown(RoutingContext request) {
    Answers.json(request, 404, new JsonObject());
  }

  static JsonArray people(List<String> logins) {
    return new JsonArray(
        logins.stream().map(login -> new JsonObject().put("login", login)).toList());
  }
}

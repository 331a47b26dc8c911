package io.foyer.evaluations.intra;

import io.foyer.platform.http.AsyncCache;
import io.foyer.platform.http.Circuit;
import io.foyer.platform.http.OutboundHttp;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Client of the 42 intranet's API for evaluations and users.
 *
 * <p>Every method completes within {@code deadline} (at most the configured call timeout),
 * including waits for tokens, rate limits and further pages, and fails only with an {@link
 * IntraFailure}. Safe to share; source: https://api.intra.42.fr/apidoc.
 */
public final class IntraClient {
  private static final int CONNECTIONS = 8;
  private static final int MOST_EMAILS = 10_000;
  private static final Duration KNOWN = Duration.ofHours(1);
  private static final Duration UNKNOWN = Duration.ofMinutes(5);
  private static final Duration PROBE_AFTER = Duration.ofSeconds(10);

  private final OutboundHttp http;
  private final IntraCalls calls;
  private final TeamMembers members;
  private final AsyncCache<String, Optional<String>> emails;
  private final Duration callTimeout;

  /** A client of the intranet that {@code config} names; connects when first asked. */
  public IntraClient(Vertx vertx, IntraConfig config) {
    this(vertx, config, breaker(), InstantSource.system());
  }

  IntraClient(Vertx vertx, IntraConfig config, CircuitBreakerOptions breaker, InstantSource clock) {
    this.http = new OutboundHttp(vertx, config.url(), CONNECTIONS);
    IntraWire wire = new IntraWire(vertx, http, breaker, clock);
    this.calls = new IntraCalls(wire, new IntraToken(wire, config, clock));
    this.members = new TeamMembers(calls);
    this.emails =
        new AsyncCache<>(clock, MOST_EMAILS, email -> email.isPresent() ? KNOWN : UNKNOWN);
    this.callTimeout = config.callTimeout();
  }

  static CircuitBreakerOptions breaker() {
    return Circuit.options(PROBE_AFTER);
  }

  /** The evaluation as it is now; empty if there is none or we may not see it. */
  public Future<Optional<ScaleTeam>> scaleTeam(long id, Duration deadline) {
    return calls
        .get("v2/scale_teams/" + id, within(deadline))
        .map(
            answer ->
                answer.status() == 404 || answer.status() == 403
                    ? Optional.empty()
                    : Optional.of(ScaleTeams.parse(Json.object(IntraCalls.body(answer)), id)));
  }

  /** The logins of a team's members, in the intranet's order, each once. */
  public Future<List<String>> members(long teamId, Duration deadline) {
    return members.of(teamId, within(deadline));
  }

  /**
   * The e-mail of a person; empty if there is no such person or he has none. May be an hour old.
   */
  public Future<Optional<String>> email(String login, Duration deadline) {
    return within(deadline).limit(emails.of(login, this::lookUp));
  }

  /** Closes the connections; calls under way fail. */
  public Future<Void> close() {
    return http.close();
  }

  private Future<Optional<String>> lookUp(String login) {
    if (login.isBlank() || login.matches("\\.+")) {
      return Future.succeededFuture(Optional.empty()); // as a path it would mean something else
    }
    String name = URLEncoder.encode(login, StandardCharsets.UTF_8).replace("+", "%20");
    return calls
        .get("v2/users/" + name, Deadline.in(callTimeout))
        .map(
            answer ->
                answer.status() == 404
                    ? Optional.empty()
                    : Json.optionalText(Json.object(IntraCalls.body(answer)), "email"));
  }

  private Deadline within(Duration asked) {
    return Deadline.in(asked.compareTo(callTimeout) < 0 ? asked : callTimeout);
  }
}

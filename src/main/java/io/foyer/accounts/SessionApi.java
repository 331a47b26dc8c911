package io.foyer.accounts;

import io.foyer.accounts.LoggedIn.Credentials;
import io.foyer.accounts.Session.Carrier;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.config.Secret;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Operation;
import io.foyer.platform.web.OperationRequest;
import io.foyer.platform.web.OperationResponse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The operations of {@code /api/v2/sessions} and {@code /api/v2/tickets}. */
final class SessionApi {
  private static final String CURRENT = "/api/v2/sessions/current";

  private final SessionService sessions;
  private final SessionCookie cookie;

  SessionApi(SessionService sessions, SessionCookie cookie) {
    this.sessions = sessions;
    this.cookie = cookie;
  }

  /** By the contract's operation ids. */
  Map<String, Operation> operations() {
    return Map.of(
        "logIn", this::logIn,
        "refreshSession", this::refresh,
        "listSessions", this::list,
        "endOtherSessions", this::endOthers,
        "endSession", call -> end(call, call.text("id").orElseThrow()),
        "logOut", this::logOut,
        "takeTicket", this::takeTicket);
  }

  private Future<OperationResponse> logIn(OperationRequest call) {
    JsonObject body = call.body().orElseThrow();
    Carrier carrier = Carrier.of(body.getString("carrier", Carrier.TOKEN.label()));
    return sessions
        .logIn(body.getString("login"), body.getString("password"), carrier, call.client())
        .map(this::welcome);
  }

  private OperationResponse welcome(LoggedIn made) {
    JsonObject json = json(made);
    return unkept(
        switch (made.credentials()) {
          case Credentials.Tokens tokens -> OperationResponse.created(with(json, tokens), CURRENT);
          case Credentials.Opaque opaque ->
              OperationResponse.created(json, CURRENT)
                  .with(cookie.holding(opaque.secret(), left(made.session())));
        });
  }

  /** Credentials must not be cached (RFC 6749, 5.1). */
  private static OperationResponse unkept(OperationResponse reply) {
    return reply.with("Cache-Control", "no-store");
  }

  private static Duration left(Session session) {
    return Duration.between(Instant.now(), session.expiresAt());
  }

  private Future<OperationResponse> refresh(OperationRequest call) {
    return sessions
        .refresh(Secret.of(call.body().orElseThrow().getString("refreshToken")))
        .map(SessionApi::refreshed);
  }

  private static OperationResponse refreshed(LoggedIn made) {
    return unkept(
        switch (made.credentials()) {
          case Credentials.Tokens tokens -> OperationResponse.ok(with(json(made), tokens));
          case Credentials.Opaque opaque -> OperationResponse.ok(json(made));
        });
  }

  private static JsonObject json(LoggedIn made) {
    return new JsonObject()
        .put("account", AccountJson.own(made.account()))
        .put("session", AccountJson.session(made.session(), true));
  }

  private static JsonObject with(JsonObject json, Credentials.Tokens tokens) {
    return json.put("accessToken", tokens.access().reveal())
        .put("accessExpiresAt", tokens.accessExpiresAt().toString())
        .put("refreshToken", tokens.refresh().reveal());
  }

  private Future<OperationResponse> list(OperationRequest call) {
    return sessions
        .of(call.caller().account())
        .map(
            found ->
                OperationResponse.ok(new JsonObject().put("items", items(found, call.caller()))));
  }

  private static JsonArray items(List<Session> found, Caller caller) {
    JsonArray items = new JsonArray();
    found.forEach(
        it ->
            items.add(
                AccountJson.session(it, caller.session().filter(it.id()::equals).isPresent())));
    return items;
  }

  private Future<OperationResponse> end(OperationRequest call, String session) {
    return sessions.end(call.caller().account(), session).map(done -> OperationResponse.nothing());
  }

  private Future<OperationResponse> endOthers(OperationRequest call) {
    return sessions
        .endOthers(call.caller().account(), call.caller().session().orElse(""))
        .map(done -> OperationResponse.nothing());
  }

  /** Succeeds also if the session has ended already: log-out is idempotent. */
  private Future<OperationResponse> logOut(OperationRequest call) {
    return call.caller()
        .session()
        .map(
            session ->
                sessions
                    .end(call.caller().account(), session)
                    .recover(SessionApi::unlessGone)
                    .map(done -> OperationResponse.nothing().with(cookie.gone())))
        .orElseGet(
            () ->
                Future.failedFuture(
                    new Problem.Forbidden("This credential is no log-in.").asException()));
  }

  private static Future<Void> unlessGone(Throwable cause) {
    return cause instanceof ProblemException known && known.problem() instanceof Problem.NotFound
        ? Future.succeededFuture()
        : Future.failedFuture(cause);
  }

  private Future<OperationResponse> takeTicket(OperationRequest call) {
    return sessions
        .takeTicket(call.caller())
        .map(
            ticket ->
                unkept(
                    OperationResponse.created(
                        new JsonObject()
                            .put("ticket", ticket.secret().reveal())
                            .put("expiresAt", ticket.expiresAt().toString()),
                        CURRENT)));
  }
}

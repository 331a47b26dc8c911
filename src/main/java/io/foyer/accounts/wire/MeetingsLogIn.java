package io.foyer.accounts.wire;

import io.foyer.accounts.Account;
import io.foyer.accounts.AccountService;
import io.foyer.accounts.Handle;
import io.foyer.accounts.LoggedIn;
import io.foyer.accounts.LoggedIn.Credentials;
import io.foyer.accounts.Session.Carrier;
import io.foyer.accounts.SessionService;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.config.Secret;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.PreparedResponse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Token operations of the legacy Meetings API: tokens live for an hour and cannot be refreshed. */
final class MeetingsLogIn {
  private static final String SCHEME = "Bearer ";
  private static final int SHORTEST_PASSWORD = 8;

  private final AccountService accounts;
  private final SessionService sessions;

  MeetingsLogIn(AccountService accounts, SessionService sessions) {
    this.accounts = accounts;
    this.sessions = sessions;
  }

  Future<PreparedResponse> token(LegacyRequest legacyRequest) {
    MeetingsBody body = MeetingsBody.of(legacyRequest.body());
    String username = body.text("username").strip();
    String password = body.text("password");
    body.check(Handle.of(username).isPresent(), "username", ValidationMessage.NO_USERNAME);
    body.check(
        password.codePointCount(0, password.length()) >= SHORTEST_PASSWORD,
        "password",
        ValidationMessage.TOO_SHORT);
    body.done();
    return sessions
        .logIn(username, password, Carrier.TOKEN, legacyRequest.client())
        .map(
            made ->
                MeetingsErrorRenderer.data(
                    200,
                    new JsonObject().put("token", token(made).reveal()).put("type", "Bearer")));
  }

  private static Secret token(LoggedIn made) {
    return switch (made.credentials()) {
      case Credentials.Tokens tokens -> tokens.access();
      case Credentials.Opaque opaque -> opaque.secret();
    };
  }

  /** Reads the account from the database instead of trusting the token. */
  Future<PreparedResponse> me(LegacyRequest legacyRequest) {
    return caller(legacyRequest)
        .compose(caller -> accounts.byId(caller.account()))
        .map(
            found ->
                found
                    .filter(account -> account.disabledAt().isEmpty())
                    .orElseThrow(
                        () -> new Problem.Denied("This account is no more.").asException()))
        .map(account -> MeetingsErrorRenderer.data(200, json(account)));
  }

  /** 403 without a bearer token, unlike an invalid one. */
  private static Future<Caller> caller(LegacyRequest legacyRequest) {
    boolean shown =
        legacyRequest
            .authorization()
            .filter(it -> it.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
            .filter(it -> !it.substring(SCHEME.length()).isBlank())
            .isPresent();
    return shown
        ? legacyRequest.caller()
        : legacyRequest
            .caller()
            .recover(cause -> Future.failedFuture(denied(cause) ? notAuthenticated() : cause));
  }

  private static boolean denied(Throwable cause) {
    return cause instanceof ProblemException known && known.problem() instanceof Problem.Denied;
  }

  private static ProblemException notAuthenticated() {
    return new Problem.Forbidden("Not authenticated").asException();
  }

  private static JsonObject json(Account account) {
    return new JsonObject()
        .put("id", account.id())
        .put("username", account.handle())
        .put("email", account.email())
        .put("role", account.role().wire());
  }
}

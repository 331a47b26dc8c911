package io.foyer.accounts.wire;

import io.foyer.accounts.Email;
import io.foyer.accounts.LoggedIn;
import io.foyer.accounts.LoggedIn.Credentials;
import io.foyer.accounts.Session.Carrier;
import io.foyer.accounts.SessionService;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import io.foyer.platform.web.PreparedResponse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/**
 * Log-in and log-out of the legacy chat API. An unknown address and a wrong password get the same
 * response. Whether a service vouches for the user is checked only after the password, so that the
 * response does not reveal the type of an account.
 */
final class ChatLogIn {
  private static final Set<String> MEMBERS = Set.of("email", "password");

  private final SessionService sessions;

  ChatLogIn(SessionService sessions) {
    this.sessions = sessions;
  }

  Future<PreparedResponse> enter(LegacyRequest legacyRequest) {
    ChatBody body = ChatBody.of(legacyRequest.body(), MEMBERS);
    String email = body.text("email");
    String password = body.text("password");
    body.done();
    return voucher(legacyRequest)
        .compose(voucher -> enter(legacyRequest, email, password, voucher))
        .recover(
            cause ->
                cause instanceof WrongPassword
                    ? Future.succeededFuture(ChatErrorRenderer.wrongPassword())
                    : Future.failedFuture(cause));
  }

  /** The service that vouches for the user, if any; an invalid token is rejected, not ignored. */
  private static Future<Optional<Caller>> voucher(LegacyRequest legacyRequest) {
    return legacyRequest.authorization().isPresent()
        ? ChatBearer.any(legacyRequest).map(Optional::of)
        : Future.succeededFuture(Optional.empty());
  }

  private Future<PreparedResponse> enter(
      LegacyRequest legacyRequest, String email, String password, Optional<Caller> voucher) {
    String login = Email.of(email).map(Email::text).orElse("");
    return sessions
        .logIn(login, password, Carrier.OPAQUE, legacyRequest.client())
        .recover(cause -> Future.failedFuture(denied(cause) ? new WrongPassword() : cause))
        .compose(made -> vouched(made, voucher))
        .map(ChatLogIn::welcome);
  }

  private Future<LoggedIn> vouched(LoggedIn made, Optional<Caller> voucher) {
    boolean person = ChatPerson.type(made.account().role()) == ChatPerson.USER;
    boolean may = !person || voucher.map(Caller::role).filter(ChatLogIn::mayVouch).isPresent();
    return may
        ? Future.succeededFuture(made)
        : sessions
            .end(made.account().id(), made.session().id())
            .compose(ended -> Future.failedFuture(refusal(voucher)));
  }

  /** An admin may do what a service may. */
  private static boolean mayVouch(Role role) {
    return role == Role.SERVICE || role == Role.ADMIN;
  }

  private static ProblemException refusal(Optional<Caller> voucher) {
    Problem problem =
        voucher.isPresent()
            ? new Problem.Forbidden("Only a service can log people in.")
            : new Problem.Denied("There is no token.");
    return problem.asException();
  }

  private static PreparedResponse welcome(LoggedIn made) {
    JsonObject json = ChatPerson.whole(made.account());
    return switch (made.credentials()) {
      case Credentials.Opaque opaque ->
          ChatErrorRenderer.ok(json.put("token", opaque.secret().reveal()));
      case Credentials.Tokens tokens ->
          ChatErrorRenderer.ok(json.put("token", tokens.access().reveal()));
    };
  }

  /** The old system let a token go on after this. */
  Future<PreparedResponse> leave(LegacyRequest legacyRequest) {
    return ChatBearer.any(legacyRequest)
        .compose(caller -> end(caller).map(ended -> caller))
        .map(caller -> ChatErrorRenderer.ok(new JsonObject().put("user", caller.account())));
  }

  private Future<Void> end(Caller caller) {
    return caller
        .session()
        .map(session -> sessions.end(caller.account(), session))
        .orElseGet(
            () ->
                Future.failedFuture(
                    new Problem.Forbidden("This credential is no log-in.").asException()));
  }

  private static boolean denied(Throwable cause) {
    return cause instanceof ProblemException known && known.problem() instanceof Problem.Denied;
  }

  /** A failed log-in. */
  private static final class WrongPassword extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongPassword() {
      super("wrong", null, false, false);
    }
  }
}

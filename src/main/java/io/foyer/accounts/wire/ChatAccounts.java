package io.foyer.accounts.wire;

import io.foyer.accounts.Account;
import io.foyer.accounts.AccountService;
import io.foyer.accounts.wire.ChatRegistration.Wish;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.web.Caller.Role;
import io.foyer.platform.web.PreparedResponse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/** Registration and profile operations of the legacy chat API. */
final class ChatAccounts {
  private static final Set<String> REGISTRATION =
      Set.of("name", "email", "type", "password", "about");

  /** Services register people; an admin may do what a service may. */
  private static final Set<Role> REGISTRARS = Set.of(Role.SERVICE, Role.ADMIN);

  private static final Set<Role> ADMINS = Set.of(Role.ADMIN);

  private final ChatRegistration registration;
  private final AccountService accounts;

  ChatAccounts(ChatRegistration registration, AccountService accounts) {
    this.registration = registration;
    this.accounts = accounts;
  }

  /** The body is checked before the token, because its type decides which token is needed. */
  Future<PreparedResponse> register(LegacyRequest legacyRequest) {
    ChatBody body = ChatBody.of(legacyRequest.body(), REGISTRATION);
    String given = body.optionalText("password");
    String password = given.isEmpty() ? registration.password() : given;
    Wish wish =
        new Wish(
            body.text("name"),
            body.optionalText("about"),
            body.text("email"),
            password,
            ChatPerson.role(body.number("type", 0, ChatPerson.BOT)));
    body.done();
    return ChatBearer.of(legacyRequest, wish.role() == Role.USER ? REGISTRARS : ADMINS)
        .compose(registrar -> registration.register(wish))
        .recover(cause -> Future.failedFuture(inNames(cause)))
        .map(account -> registered(account, given.isEmpty(), password));
  }

  private static PreparedResponse registered(Account account, boolean made, String password) {
    JsonObject json = new JsonObject().put("email", account.email());
    return ChatErrorRenderer.ok(made ? json.put("password", password) : json);
  }

  /** The handle is ours and was made of the name. */
  private static Throwable inNames(Throwable cause) {
    if (!(cause instanceof ProblemException known)
        || !(known.problem() instanceof Problem.Invalid invalid)) {
      return cause;
    }
    List<Problem.Field> fields =
        invalid.fields().stream()
            .map(it -> it.path().equals("handle") ? new Problem.Field("name", it.reason()) : it)
            .toList();
    return new Problem.Invalid(invalid.detail(), fields).asException();
  }

  /** Who a token is, as the database has it now. */
  Future<PreparedResponse> validate(LegacyRequest legacyRequest) {
    return ChatBearer.any(legacyRequest)
        .compose(caller -> accounts.byId(caller.account()))
        .map(
            found ->
                found
                    .filter(account -> account.disabledAt().isEmpty())
                    .orElseThrow(
                        () -> new Problem.Denied("This account is no more.").asException()))
        .map(account -> ChatErrorRenderer.ok(ChatPerson.whole(account)));
  }

  /** Those of the ids that exist. */
  Future<PreparedResponse> info(LegacyRequest legacyRequest) {
    ChatBody body = ChatBody.of(legacyRequest.body(), Set.of("users"));
    List<String> ids = body.texts("users");
    body.done();
    return ChatBearer.any(legacyRequest)
        .compose(caller -> accounts.byIds(ids))
        .map(found -> ChatErrorRenderer.ok(new JsonObject().put("users", brief(found))));
  }

  private static JsonArray brief(List<Account> found) {
    JsonArray users = new JsonArray();
    found.forEach(account -> users.add(ChatPerson.brief(account)));
    return users;
  }
}

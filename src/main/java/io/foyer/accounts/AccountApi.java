package io.foyer.accounts;

import io.foyer.platform.Problem;
import io.foyer.platform.config.Secret;
import io.foyer.platform.web.Caller.Role;
import io.foyer.platform.web.Operation;
import io.foyer.platform.web.OperationRequest;
import io.foyer.platform.web.OperationResponse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/** The operations of {@code /api/v2/accounts} and {@code /api/v2/password-resets}. */
final class AccountApi {
  private static final int PAGE = 50;

  private static final String RESETS = "/api/v2/password-resets";

  /** The token is in the fragment: a browser sends it to no server, and no log shows it. */
  static final String RESET_PAGE = "/account.html#reset=";

  private static final String PATH = "/api/v2/accounts/";

  private final AccountService accounts;

  AccountApi(AccountService accounts) {
    this.accounts = accounts;
  }

  /** By the contract's operation ids. */
  Map<String, Operation> operations() {
    return Map.ofEntries(
        Map.entry("listAccounts", this::list),
        Map.entry("register", this::register),
        Map.entry("getMe", call -> one(call, call.caller().account())),
        Map.entry("changeMe", this::change),
        Map.entry("changePassword", this::changePassword),
        Map.entry("getAccount", call -> one(call, id(call))),
        Map.entry("administerAccount", this::administer),
        Map.entry("setIdentity", this::setIdentity),
        Map.entry("removeIdentity", this::removeIdentity),
        Map.entry("makePasswordResetLink", this::makeResetLink),
        Map.entry("requestPasswordReset", this::requestReset),
        Map.entry("resetPassword", this::resetPassword));
  }

  private Future<OperationResponse> list(OperationRequest call) {
    return accounts
        .search(call.text("query"), call.text("cursor"), call.number("limit").orElse(PAGE))
        .map(page -> OperationResponse.ok(page(page, call)));
  }

  private static JsonObject page(AccountPage page, OperationRequest call) {
    JsonArray items = new JsonArray();
    page.items().forEach(account -> items.add(AccountJson.brief(account, call.caller())));
    JsonObject json = new JsonObject().put("items", items);
    page.next().ifPresent(next -> json.put("next", next));
    return json;
  }

  private Future<OperationResponse> register(OperationRequest call) {
    JsonObject body = body(call);
    return accounts
        .signUp(
            new NewAccount(
                body.getString("handle"),
                body.getString("email"),
                body.getString("password"),
                body.getString("name", ""),
                body.getString("about", ""),
                Role.USER),
            call.client().address())
        .map(account -> OperationResponse.created(AccountJson.own(account), PATH + account.id()));
  }

  private Future<OperationResponse> one(OperationRequest call, String id) {
    return accounts
        .byId(id)
        .map(
            found ->
                found.orElseThrow(
                    () -> new Problem.NotFound("There is no such account.").asException()))
        .map(account -> OperationResponse.ok(AccountJson.whole(account, call.caller())));
  }

  private Future<OperationResponse> change(OperationRequest call) {
    AccountChange change =
        new AccountChange(
            text(call, "name"), text(call, "about"), text(call, "email"), text(call, "password"));
    return accounts
        .change(call.caller().account(), change)
        .map(account -> OperationResponse.ok(AccountJson.own(account)));
  }

  private Future<OperationResponse> changePassword(OperationRequest call) {
    JsonObject body = body(call);
    return accounts
        .changePassword(
            call.caller().account(),
            call.caller().session().orElse(""),
            body.getString("current"),
            body.getString("password"))
        .map(done -> OperationResponse.nothing());
  }

  private Future<OperationResponse> administer(OperationRequest call) {
    JsonObject body = body(call);
    return accounts
        .administer(
            id(call),
            text(call, "role").map(Role::of),
            Optional.ofNullable(body.getBoolean("disabled")))
        .map(account -> OperationResponse.ok(AccountJson.whole(account, call.caller())));
  }

  private Future<OperationResponse> setIdentity(OperationRequest call) {
    return accounts
        .setIdentity(id(call), provider(call), body(call).getString("subject"))
        .map(account -> OperationResponse.ok(AccountJson.whole(account, call.caller())));
  }

  private Future<OperationResponse> removeIdentity(OperationRequest call) {
    return accounts
        .removeIdentity(id(call), provider(call))
        .map(done -> OperationResponse.nothing());
  }

  private Future<OperationResponse> requestReset(OperationRequest call) {
    return accounts
        .requestReset(body(call).getString("email"))
        .map(done -> OperationResponse.accepted(new JsonObject()));
  }

  private Future<OperationResponse> makeResetLink(OperationRequest call) {
    return accounts
        .makeResetToken(id(call), call.caller().account())
        .map(
            made ->
                new JsonObject()
                    .put("link", RESET_PAGE + made.token().reveal())
                    .put("expiresAt", made.expiresAt().toString()))
        .map(body -> OperationResponse.created(body, RESETS));
  }

  private Future<OperationResponse> resetPassword(OperationRequest call) {
    JsonObject body = body(call);
    return accounts
        .resetPassword(Secret.of(body.getString("token")), body.getString("password"))
        .map(done -> OperationResponse.nothing());
  }

  private static String id(OperationRequest call) {
    return call.text("id").orElseThrow();
  }

  private static String provider(OperationRequest call) {
    return call.text("provider").orElseThrow();
  }

  private static JsonObject body(OperationRequest call) {
    return call.body().orElseThrow();
  }

  private static Optional<String> text(OperationRequest call, String name) {
    return Optional.ofNullable(body(call).getString(name));
  }
}

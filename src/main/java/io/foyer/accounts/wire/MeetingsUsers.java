package io.foyer.accounts.wire;

import io.foyer.accounts.Account;
import io.foyer.accounts.AccountService;
import io.foyer.accounts.NewAccount;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import io.foyer.platform.web.PreparedResponse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * User operations of the legacy Meetings API. Names and roles are public; an e-mail address is
 * shown to its owner and to admins only, where Meetings showed it to everyone.
 */
final class MeetingsUsers {
  /** The old system sent all users; this API has no pagination. */
  private static final int MOST = 1000;

  private static final Set<String> ROLES = Set.of("user", "admin");

  private final AccountService accounts;

  MeetingsUsers(AccountService accounts) {
    this.accounts = accounts;
  }

  /** The named ones; all where none is named. */
  Future<PreparedResponse> list(LegacyRequest legacyRequest) {
    List<String> names =
        Stream.of("users", "usernames")
            .flatMap(name -> legacyRequest.query(name).stream())
            .flatMap(list -> Stream.of(list.split(",", -1)))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    Future<List<Account>> found =
        names.isEmpty()
            ? accounts.search(Optional.empty(), Optional.empty(), MOST).map(page -> page.items())
            : accounts.byHandles(names);
    return found.map(users -> MeetingsErrorRenderer.data(200, json(users, legacyRequest.reader())));
  }

  private static JsonArray json(List<Account> users, Optional<Caller> reader) {
    JsonArray json = new JsonArray();
    users.forEach(user -> json.add(json(user, reader)));
    return json;
  }

  private static JsonObject json(Account user, Optional<Caller> reader) {
    boolean mayWrite =
        reader.filter(it -> it.role() == Role.ADMIN || it.account().equals(user.id())).isPresent();
    return json(user, mayWrite);
  }

  private static JsonObject json(Account user, boolean withAddress) {
    JsonObject json = new JsonObject().put("id", user.id()).put("username", user.handle());
    return (withAddress ? json.put("email", user.email()) : json)
        .put("role", user.role().wire())
        .put("isActive", user.disabledAt().isEmpty());
  }

  Future<PreparedResponse> one(LegacyRequest legacyRequest) {
    return accounts
        .byHandle(legacyRequest.path("username"))
        .map(
            found ->
                found.orElseThrow(
                    () -> new Problem.NotFound("There is no such user.").asException()))
        .map(user -> MeetingsErrorRenderer.data(200, json(user, legacyRequest.reader())));
  }

  /** The role is validated as before, but never granted. */
  Future<PreparedResponse> register(LegacyRequest legacyRequest) {
    MeetingsBody body = MeetingsBody.of(legacyRequest.body());
    String username = body.text("username").strip();
    String email = body.text("email").strip();
    String password = body.text("password");
    body.among("role", ROLES);
    body.done();
    return accounts
        .signUp(NewAccount.user(username, email, password), legacyRequest.client().address())
        .recover(cause -> Future.failedFuture(renamed(cause)))
        .map(
            user ->
                MeetingsErrorRenderer.data(201, json(user, true)).with("Location", place(user)));
  }

  private static String place(Account user) {
    return "/api/v1/users/" + URLEncoder.encode(user.handle(), StandardCharsets.UTF_8);
  }

  private static Throwable renamed(Throwable cause) {
    return cause instanceof ProblemException known
            && known.problem() instanceof Problem.Invalid invalid
        ? MeetingsBody.invalid(invalid.fields().stream().map(MeetingsUsers::renamed).toList())
        : cause;
  }

  private static Problem.Field renamed(Problem.Field field) {
    return field.path().equals("handle") ? new Problem.Field("username", field.reason()) : field;
  }
}

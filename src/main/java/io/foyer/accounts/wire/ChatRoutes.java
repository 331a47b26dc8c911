package io.foyer.accounts.wire;

import io.foyer.accounts.AccountService;
import io.foyer.accounts.SessionService;
import io.foyer.platform.web.ErrorRenderer;
import io.foyer.platform.web.HttpServerSettings;
import io.foyer.platform.web.PreparedResponse;
import io.foyer.platform.web.RouteGroup;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Routes of {@code /v1/accounts}, the legacy chat API. */
final class ChatRoutes implements RouteGroup {
  private static final String ACCOUNTS = "/v1/accounts";
  private static final String VALIDATE = ACCOUNTS + "/validate";
  private static final Set<String> POSTED =
      Set.of(ACCOUNTS + "/register", ACCOUNTS + "/login", ACCOUNTS + "/logout", ACCOUNTS + "/info");

  private final ErrorRenderer renderer = new ChatErrorRenderer();
  private final LegacyRoutes routes;
  private final ChatAccounts accounts;
  private final ChatLogIn logIn;

  ChatRoutes(
      ChatRegistration registration,
      AccountService accounts,
      SessionService sessions,
      HttpServerSettings settings) {
    this.routes = new LegacyRoutes(settings, renderer);
    this.accounts = new ChatAccounts(registration, accounts);
    this.logIn = new ChatLogIn(sessions);
  }

  @Override
  public void mount(Router router) {
    post(router, "/register", accounts::register);
    post(router, "/login", logIn::enter);
    post(router, "/logout", logIn::leave);
    post(router, "/info", accounts::info);
    routes.serve(router.get(VALIDATE), accounts::validate);
  }

  private void post(
      Router router, String path, Function<LegacyRequest, Future<PreparedResponse>> use) {
    routes.serveBodies(router.post(ACCOUNTS + path), use);
  }

  @Override
  public Map<String, ErrorRenderer> errorRenderers() {
    return Map.of("/v1", renderer);
  }

  @Override
  public Set<String> allowed(String path) {
    String plain = LegacyRoutes.plain(path);
    if (plain.equals(VALIDATE)) {
      return Set.of("GET");
    }
    return POSTED.contains(plain) ? Set.of("POST") : Set.of();
  }
}

package io.foyer.accounts.wire;

import io.foyer.accounts.AccountService;
import io.foyer.accounts.SessionService;
import io.foyer.platform.web.ErrorRenderer;
import io.foyer.platform.web.HttpServerSettings;
import io.foyer.platform.web.RouteGroup;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.Set;

/** Routes of {@code /api/v1/users} and {@code /api/v1/auth}, the legacy Meetings API. */
final class MeetingsRoutes implements RouteGroup {
  private static final String MOUNT = "/api/v1";
  private static final String USERS = MOUNT + "/users";
  private static final String TOKEN = MOUNT + "/auth/token";
  private static final String ME = MOUNT + "/auth/me";
  private static final Set<String> READ = Set.of("GET", "HEAD");

  private final ErrorRenderer renderer = new MeetingsErrorRenderer();
  private final LegacyRoutes routes;
  private final MeetingsUsers users;
  private final MeetingsLogIn logIn;

  MeetingsRoutes(AccountService accounts, SessionService sessions, HttpServerSettings settings) {
    this.routes = new LegacyRoutes(settings, renderer);
    this.users = new MeetingsUsers(accounts);
    this.logIn = new MeetingsLogIn(accounts, sessions);
  }

  @Override
  public void mount(Router router) {
    routes.serve(read(router, USERS), users::list);
    routes.serve(read(router, USERS + "/:username"), users::one);
    routes.serveBodies(router.post(USERS), users::register);
    routes.serveBodies(router.post(TOKEN), logIn::token);
    routes.serve(read(router, ME), logIn::me);
  }

  private static Route read(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  @Override
  public Map<String, ErrorRenderer> errorRenderers() {
    return Map.of(MOUNT, renderer);
  }

  @Override
  public Set<String> allowed(String path) {
    String plain = LegacyRoutes.plain(path);
    return switch (plain) {
      case USERS -> Set.of("GET", "HEAD", "POST");
      case TOKEN -> Set.of("POST");
      case ME -> READ;
      default -> plain.matches(USERS + "/[^/]+") ? READ : Set.of();
    };
  }
}

package io.foyer.accounts.wire;

import io.foyer.accounts.AccountService;
import io.foyer.accounts.SessionService;
import io.foyer.platform.web.Answer;
import io.foyer.platform.web.Dialect;
import io.foyer.platform.web.EdgeSettings;
import io.foyer.platform.web.RouteGroup;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** {@code /api/v1/users} and {@code /api/v1/auth}, on the wire of Meetings. */
final class MeetingsRoutes implements RouteGroup {
  private static final String MOUNT = "/api/v1";
  private static final String USERS = MOUNT + "/users";
  private static final String TOKEN = MOUNT + "/auth/token";
  private static final String ME = MOUNT + "/auth/me";
  private static final Set<String> READ = Set.of("GET", "HEAD");

  private final Dialect dialect = new MeetingsDialect();
  private final EdgeSettings settings;
  private final MeetingsUsers users;
  private final MeetingsLogIn logIn;

  MeetingsRoutes(AccountService accounts, SessionService sessions, EdgeSettings settings) {
    this.settings = settings;
    this.users = new MeetingsUsers(accounts);
    this.logIn = new MeetingsLogIn(accounts, sessions);
  }

  @Override
  public void mount(Router router) {
    serve(read(router, USERS), users::list);
    serve(read(router, USERS + "/:username"), users::one);
    serve(write(router, USERS), users::register);
    serve(write(router, TOKEN), logIn::token);
    serve(read(router, ME), logIn::me);
  }

  private Route read(Router router, String path) {
    return bounded(router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD));
  }

  private Route write(Router router, String path) {
    return bounded(router.post(path))
        .handler(BodyHandler.create(false).setBodyLimit(settings.maxBody()));
  }

  private Route bounded(Route route) {
    return route.handler(TimeoutHandler.create(settings.timeout().toMillis(), 503));
  }

  private void serve(Route route, Function<Visit, Future<Answer>> use) {
    route.handler(context -> Visit.serve(context, dialect, use));
  }

  @Override
  public Map<String, Dialect> dialects() {
    return Map.of(MOUNT, dialect);
  }

  @Override
  public Set<String> allowed(String path) {
    String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return switch (plain) {
      case USERS -> Set.of("GET", "HEAD", "POST");
      case TOKEN -> Set.of("POST");
      case ME -> READ;
      default -> plain.matches(USERS + "/[^/]+") ? READ : Set.of();
    };
  }
}

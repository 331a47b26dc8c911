package io.foyer.platform.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Static pages of {@code webroot}, and the contract at {@code /openapi.yaml} and {@code
 * /openapi.json}. Mounted last and on the main router: in a sub-router the static handler of this
 * Vert.x allows path traversal by an encoded path (vertx-web 2900).
 */
public final class Pages implements RouteGroup {
  private static final String MINUTE = "max-age=60";

  private final Set<String> addresses;
  private final Buffer yaml;
  private final Buffer json;

  private Pages(Set<String> addresses, OpenApiContract contract) {
    this.addresses =
        Stream.concat(addresses.stream(), Stream.of("/docs", "/openapi.yaml", "/openapi.json"))
            .collect(Collectors.toUnmodifiableSet());
    this.yaml = contract.yaml();
    this.json = contract.json();
  }

  /** Loads the list of pages. */
  public static Future<Pages> load(Vertx vertx, OpenApiContract contract) {
    return Webroot.addresses(vertx).map(found -> new Pages(found, contract));
  }

  @Override
  public void mount(Router router) {
    read(router, "/openapi.yaml").handler(context -> send(context, "application/yaml", yaml));
    read(router, "/openapi.json").handler(context -> send(context, "application/json", json));
    read(router, "/docs").handler(this::documentation);
    StaticHandler files =
        StaticHandler.create(FileSystemAccess.RELATIVE, Webroot.ROOT)
            .setDirectoryListing(false)
            .setIncludeHidden(false)
            .setCachingEnabled(false)
            .setDefaultContentEncoding("UTF-8");
    router.route().handler(context -> serve(context, files));
  }

  private void serve(RoutingContext context, StaticHandler files) {
    if (addresses.contains(context.normalizedPath())) {
      context.response().putHeader("Cache-Control", MINUTE);
      files.handle(context);
    } else {
      context.next();
    }
  }

  private static Route read(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  /** Serves the API documentation without a redirect to {@code /docs/}. */
  private void documentation(RoutingContext context) {
    context.response().putHeader("Content-Type", "text/html; charset=utf-8");
    ResponseLog.log(context.response().sendFile(Webroot.ROOT + "/docs/index.html"));
  }

  @Override
  public Set<String> allowed(String path) {
    return addresses.contains(path) ? Set.of("GET", "HEAD") : Set.of();
  }

  private static void send(RoutingContext context, String type, Buffer body) {
    context.response().putHeader("Cache-Control", MINUTE);
    PreparedResponse.of(200, type, body).send(context.response());
  }
}

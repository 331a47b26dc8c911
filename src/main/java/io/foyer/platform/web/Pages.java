package io.foyer.platform.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.Set;

/**
 * The pages of {@code webroot} and the contract at {@code /openapi.yaml} and {@code /openapi.json}.
 * Mounted last and on the main router: the static handler of this Vert.x must not sit in a
 * sub-router, where an encoded path can climb out (vertx-web 2900).
 */
public final class Pages implements RouteGroup {
  private static final String ROOT = "webroot";
  private static final String MINUTE = "max-age=60";

  private static final Set<String> READ_ONLY =
      Set.of("/", "/docs", "/openapi.yaml", "/openapi.json");

  private final Buffer yaml;
  private final Buffer json;

  /** Pages that document this contract. */
  public Pages(Contract contract) {
    this.yaml = Buffer.buffer(contract.yaml());
    this.json = contract.json();
  }

  @Override
  public void mount(Router router) {
    read(router, "/openapi.yaml").handler(context -> send(context, "application/yaml", yaml));
    read(router, "/openapi.json").handler(context -> send(context, "application/json", json));
    read(router, "/docs").handler(this::documentation);
    router
        .route()
        .handler(
            StaticHandler.create(FileSystemAccess.RELATIVE, ROOT)
                .setDirectoryListing(false)
                .setIncludeHidden(false)
                .setCachingEnabled(false)
                .setDefaultContentEncoding("UTF-8"));
  }

  private static Route read(Router router, String path) {
    return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
  }

  /** Without the redirect to {@code /docs/} that the static handler would make of it. */
  private void documentation(RoutingContext context) {
    context.response().putHeader("Content-Type", "text/html; charset=utf-8");
    Sent.log(context.response().sendFile(ROOT + "/docs/index.html"));
  }

  @Override
  public Set<String> allowed(String path) {
    return READ_ONLY.contains(path) ? Set.of("GET", "HEAD") : Set.of();
  }

  private static void send(RoutingContext context, String type, Buffer body) {
    context.response().putHeader("Cache-Control", MINUTE);
    Answer.of(200, type, body).send(context.response());
  }
}

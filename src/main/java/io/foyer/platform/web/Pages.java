package io.foyer.platform.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;

/**
 * The pages of {@code webroot} and the contract at {@code /openapi.yaml} and {@code /openapi.json}.
 * Mounted last and on the main router: the static handler of this Vert.x must not sit in a
 * sub-router, where an encoded path can climb out (vertx-web 2900).
 */
public final class Pages implements RouteGroup {
  private static final String ROOT = "webroot";
  private static final String MINUTE = "max-age=60";

  private final Buffer yaml;
  private final Buffer json;

  /** Pages that document this contract. */
  public Pages(Contract contract) {
    this.yaml = Buffer.buffer(contract.yaml());
    this.json = contract.json();
  }

  @Override
  public void mount(Router router) {
    router.get("/openapi.yaml").handler(context -> send(context, "application/yaml", yaml));
    router.get("/openapi.json").handler(context -> send(context, "application/json", json));
    router.getWithRegex("/docs").handler(context -> context.reroute("/docs/index.html"));
    router
        .route()
        .handler(
            StaticHandler.create(FileSystemAccess.RELATIVE, ROOT)
                .setDirectoryListing(false)
                .setIncludeHidden(false)
                .setCachingEnabled(false)
                .setDefaultContentEncoding("UTF-8"));
  }

  private static void send(RoutingContext context, String type, Buffer body) {
    context.response().putHeader("Cache-Control", MINUTE);
    Answer.of(200, type, body).send(context.response());
  }
}

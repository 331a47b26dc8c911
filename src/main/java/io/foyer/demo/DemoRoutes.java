package io.foyer.demo;

import io.foyer.platform.web.RouteGroup;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Event stream of the live page, {@code GET /demo/events}: Server-Sent Events (HTML Living
 * Standard, 9.2), one JSON object each. It begins with the recent events; a slow reader is
 * disconnected and gets them again when it reconnects.
 */
public final class DemoRoutes implements RouteGroup {
  private static final Logger log = LoggerFactory.getLogger(DemoRoutes.class);
  private static final String EVENTS = "/demo/events";
  private static final int HEARTBEAT_MILLIS = 5_000;

  private final DemoFeed feed;

  DemoRoutes(DemoFeed feed) {
    this.feed = feed;
  }

  @Override
  public void mount(Router router) {
    router.get("/demo").handler(DemoRoutes::page);
    router.get(EVENTS).handler(this::listen);
  }

  @Override
  public Set<String> allowed(String path) {
    return path.equals(EVENTS) || path.equals("/demo") ? Set.of("GET") : Set.of();
  }

  private static void page(RoutingContext request) {
    sent(request.response().setStatusCode(302).putHeader("Location", "/demo.html").end());
  }

  private void listen(RoutingContext request) {
    HttpServerResponse response = request.response();
    Line line = new Line(request.vertx().getOrCreateContext(), response);
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-store");
    if (!feed.join(line)) {
      sent(response.setStatusCode(503).putHeader("Retry-After", "5").end());
      return;
    }
    sent(response.write("retry: 1000\n\n"));
    long heartbeat = request.vertx().setPeriodic(HEARTBEAT_MILLIS, id -> line.write(": alive\n\n"));
    request.addEndHandler(
        ended -> {
          request.vertx().cancelTimer(heartbeat);
          feed.leave(line);
        });
  }

  /** Connection of one reader, confined to its event loop. */
  private record Line(Context context, HttpServerResponse response) implements DemoFeed.Reader {
    @Override
    public void accept(JsonObject event) {
      String text = "id: " + event.getString("id") + "\ndata: " + event.encode() + "\n\n";
      context.runOnContext(go -> write(text));
    }

    @Override
    public void end() {
      context.runOnContext(go -> finish());
    }

    private void write(String text) {
      if (response.writeQueueFull()) {
        finish();
      } else if (!response.ended() && !response.closed()) {
        sent(response.write(text));
      }
    }

    private void finish() {
      if (!response.ended() && !response.closed()) {
        sent(response.end());
      }
    }
  }

  private static void sent(Future<?> written) {
    written.onFailure(
        cause -> log.atDebug().addKeyValue("cause", cause.getMessage()).log("Reader disconnected"));
  }
}

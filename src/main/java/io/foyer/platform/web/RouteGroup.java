package io.foyer.platform.web;

import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Routes of one feature. Each event loop has its own router, so {@link #mount} is called once per
 * event loop, and the routes must not share state that is not thread-safe.
 */
public interface RouteGroup {
  /** Adds the routes to a router. Groups are mounted in the order given. */
  void mount(Router router);

  /** Routes that bypass the router; the same objects serve every event loop. */
  default List<DirectRoute> direct() {
    return List.of();
  }

  /** Error renderers by path prefix, such as {@code /webhooks}, without a trailing slash. */
  default Map<String, ErrorRenderer> errorRenderers() {
    return Map.of();
  }

  /** Allowed methods of a path, for the {@code Allow} header of a 405. */
  default Set<String> allowed(String path) {
    return Set.of();
  }
}
